package org.selftuning.tensor.cuda;

/**
 * c ← alpha·op(a)·op(b) + beta·c, all row-major, where op transposes if told to; or such a product
 * for each of some blocks of columns, which are side by side in a, b and c.
 *
 * @param blocks how many products; the sizes are those of one
 * @param a address of [rows, inner], or its transpose
 * @param b address of [inner, columns], or its transpose
 * @param c address of [rows, columns]
 */
record Product(
    int blocks,
    long a,
    boolean transposeA,
    long b,
    boolean transposeB,
    long c,
    int rows,
    int columns,
    int inner,
    float alpha,
    float beta) {

  /** The columns of one block of a, as it is in memory. */
  int widthA() {
    return transposeA ? rows : inner;
  }

  /** The columns of one block of b, as it is in memory. */
  int widthB() {
    return transposeB ? inner : columns;
  }
}

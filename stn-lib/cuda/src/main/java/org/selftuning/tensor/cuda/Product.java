package org.selftuning.tensor.cuda;

/**
 * c ← alpha·op(a)·op(b) + beta·c, all row-major and without gaps, where op transposes if told to.
 *
 * @param a address of [rows, inner], or its transpose
 * @param b address of [inner, columns], or its transpose
 * @param c address of [rows, columns]
 */
record Product(
    long a,
    boolean transposeA,
    long b,
    boolean transposeB,
    long c,
    int rows,
    int columns,
    int inner,
    float alpha,
    float beta) {}

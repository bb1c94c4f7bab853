package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * For each example, and each of some blocks of columns, a matrix product over the steps of a
 * sequence, y = op(a)·op(b), where op may transpose: with the rows of a block as steps, a and b are
 * [T, K]. The products that attention is made of (Vaswani et al. 2017): queries with keys, weights
 * with values, and their derivatives.
 *
 * @param blocks how many blocks
 * @param transposeA whether a is transposed
 * @param transposeB whether b is; not both
 */
record BlockProduct(int blocks, boolean transposeA, boolean transposeB) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node a = inputs.get(0);
    Node b = inputs.get(1);
    int steps = a.extents().dim(0) / a.graph().batch();
    int wide = steps(a, b) ? a.shape().size() / blocks : 0;
    int other = steps(a, b) ? b.shape().size() / blocks : 0;
    boolean fits = transposeA ? wide == steps : transposeB ? wide == other : wide == steps;
    if (wide == 0 || !fits) {
      throw new IllegalArgumentException(
          "no product of "
              + a.type()
              + " and "
              + b.type()
              + " in "
              + blocks
              + " blocks: both must be steps of a sequence whose vectors divide into the blocks,"
              + " with equal inner extents");
    }
    return new Type(Rows.STEPS, Shape.of(blocks * (transposeB ? steps : other)));
  }

  private boolean steps(Node a, Node b) {
    return a.rows() == Rows.STEPS
        && b.rows() == Rows.STEPS
        && a.shape().rank() == 1
        && b.shape().rank() == 1
        && a.shape().size() % blocks == 0
        && b.shape().size() % blocks == 0;
  }

  /** Row t·B + b and block h are block b·H + h of row t. */
  @Override
  public void forward(Ops ops, Operands t) {
    int steps = (transposeB ? t.out() : t.in(0)).shape().dim(-1) / blocks;
    int batch = t.out().shape().dim(0) / steps;
    ops.matmulBlocks(
        batch * blocks,
        byStep(t.in(0), steps),
        transposeA,
        byStep(t.in(1), steps),
        transposeB,
        byStep(t.out(), steps));
  }

  private static Tensor byStep(Tensor x, int steps) {
    return x.reshape(steps, x.size() / steps);
  }

  @Override
  public boolean joinsSteps() {
    return true;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    Node a = changes.get(0) == null ? null : of(changes.get(0), y.input(1));
    Node b = changes.get(1) == null ? null : of(y.input(0), changes.get(1));
    return Node.sum(a, b);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    Node other = y.input(1 - input);
    if (input == 0) {
      return transposeA
          ? new BlockProduct(blocks, transposeB, true).of(other, dy)
          : new BlockProduct(blocks, false, !transposeB).of(dy, other);
    }
    return transposeB
        ? new BlockProduct(blocks, true, transposeA).of(dy, other)
        : new BlockProduct(blocks, !transposeA, false).of(other, dy);
  }

  private Node of(Node a, Node b) {
    return a.graph().node(this, a, b);
  }

  @Override
  public Node simplified(List<Node> inputs) {
    boolean zero = inputs.stream().anyMatch(n -> Constant.is(n, 0));
    return zero ? inputs.get(0).graph().constant(0, type(inputs)) : null;
  }

  @Override
  public String toString() {
    return blocks + " products" + (transposeA ? " aᵀ" : " a") + (transposeB ? "bᵀ" : "b");
  }
}

package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/**
 * The mask of dropout (Srivastava et al. 2014): each element 0 with probability p, otherwise 1/(1 −
 * p). Its input is the matrix [G, n] in one column of which p is found; no derivative leads there.
 * The stream is part of the primitive: one stream is one mask, drawn once in each run of a plan.
 *
 * @param stream where the bits come from; two streams are never equal
 * @param column where p is found
 * @param each whether each column of the mask has a p of its own, from there on
 * @param type the mask's rows and shape
 */
record DropoutMask(RandomStream stream, int column, boolean each, Type type) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    if (each && inputs.get(0).shape().size() - column < type.shape().size()) {
      throw new IllegalArgumentException(
          "there are fewer probabilities than the " + type.shape().size() + " columns of the mask");
    }
    return type;
  }

  @Override
  public boolean random() {
    return true;
  }

  @Override
  public void forward(Ops ops, Operands t) {
    int rows = t.out().size() / type.shape().size();
    Tensor mask = t.out().reshape(rows, type.shape().size());
    ops.dropoutMask(stream, t.in(0), column, 1, mask, each);
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return null;
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return null;
  }

  @Override
  public String toString() {
    return "dropout mask";
  }
}

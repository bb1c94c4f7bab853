package org.selftuning.graph;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.tensor.Tensor;

/**
 * One step of a sequence, y[b, …] = x[t·B + b, …]. It is computed by no call: it lies within its
 * input.
 *
 * @param step t, counted from 0
 */
record AtStep(int step) implements View {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.rows() != Rows.STEPS || step < 0 || step >= x.graph().steps()) {
      throw new IllegalArgumentException("no step " + step + " in " + x.type());
    }
    return new Type(Rows.BATCH, x.shape());
  }

  @Override
  public Tensor of(Tensor x, int[] extents) {
    int batch = extents[0];
    return x.rows(step * batch, (step + 1) * batch).reshape(extents);
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).step(step);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    Node zero = y.graph().constant(0, y.type());
    List<Node> steps = new ArrayList<>();
    for (int t = 0; t < y.graph().steps(); t++) {
      steps.add(t == step ? dy : zero);
    }
    return y.graph().stack(steps);
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.primitive() instanceof Stack) {
      return x.input(step);
    }
    return x.primitive() instanceof Constant c ? x.graph().constant(c.value(), type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "step " + step;
  }
}

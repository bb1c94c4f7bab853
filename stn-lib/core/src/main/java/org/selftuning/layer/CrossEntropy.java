package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * The softmax cross-entropy, log Σ_c exp(y_c) − y_t, of outputs [C] and a class index t; the mean
 * over the minibatch. Of a sequence's outputs [T, C] and a class index at each step, the mean over
 * all steps.
 */
public record CrossEntropy() implements Loss {

  @Override
  public Shape target(Shape output) {
    if (output.rank() < 1 || output.rank() > 2 || output.dim(-1) < 2) {
      throw new IllegalArgumentException(
          "cross-entropy needs one output a class, at least two, but the network's output is "
              + output);
    }
    return Shape.of(output.rank() == 2 ? output.dim(0) : 1);
  }

  @Override
  public boolean classifies() {
    return true;
  }

  @Override
  public BoundLoss bind(Binding binding, Shape output) {
    Ops ops = binding.ops();
    int rows = binding.batch() * (output.rank() == 2 ? output.dim(0) : 1);
    Tensor gradient = binding.tensor(rows, output.dim(-1));
    return (Tensor y, Tensor targets, Tensor score, Pass pass) -> {
      Tensor dy = pass.mode() == Pass.Mode.EVALUATE ? null : gradient;
      ops.softmaxCrossEntropy(y, targets, 1f / rows, dy, score);
      return dy;
    };
  }
}

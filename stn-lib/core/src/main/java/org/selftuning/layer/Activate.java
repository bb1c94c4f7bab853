package org.selftuning.layer;

import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Applies a function to every element, y = f(x). Any shape; the output has the input's.
 *
 * @param function f
 */
public record Activate(Activation function) implements EngineLayer {

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    int[] dims = binding.extents(input);
    Tensor y = binding.tensor(dims);
    Tensor dx = binding.elementwiseGradient(dims);
    return new ForwardMode() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        ops.activate(function, x, y);
        return y;
      }

      @Override
      public Tensor jvp(Tensor change, Pass pass) {
        if (change == null) {
          return null;
        }
        ops.activateBackward(function, y, change, dx); // f′ ⊙, from left and right alike
        return dx;
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        if (dx != null) {
          ops.activateBackward(function, y, dy, dx);
        }
        return dx;
      }
    };
  }
}

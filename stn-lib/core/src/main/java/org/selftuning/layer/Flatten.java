package org.selftuning.layer;

import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Makes a vector of an example of any shape, in row-major order (for an image: height, width,
 * channel).
 */
public record Flatten() implements EngineLayer {

  @Override
  public Shape output(Shape input) {
    return Shape.of(input.size());
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    int batch = binding.batch();
    int[] dims = input.prepend(batch).dims();
    return new ForwardMode() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return x.reshape(batch, input.size());
      }

      @Override
      public Tensor jvp(Tensor dx, Pass pass) {
        return dx == null ? null : dx.reshape(batch, input.size());
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        return dy == null ? null : dy.reshape(dims);
      }
    };
  }
}

package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Shifts and scales the channels of the examples on their way in, in every pass: y = (x − mean) /
 * std, with a mean and a std for each position of the last axis. For inputs that an augmentation
 * wants to see as they are; it comes before the first layer with weights.
 *
 * @param mean a number for each channel
 * @param std a positive number for each channel
 */
public record Normalize(List<Double> mean, List<Double> std) implements EngineLayer {
  private static final String NAME = "normalize";

  /** Checks lengths and signs. */
  public Normalize {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.isEmpty() || mean.size() != std.size()) {
      throw new IllegalArgumentException(
          NAME
              + " needs as many means as standard deviations, one a channel, not "
              + mean.size()
              + " and "
              + std.size());
    }
    for (double m : mean) {
      if (!Double.isFinite(m)) {
        throw new IllegalArgumentException(NAME + ": a mean must be a number, not " + m);
      }
    }
    for (double s : std) {
      if (!(s > 0 && Double.isFinite(s))) {
        throw new IllegalArgumentException(
            NAME + ": a standard deviation must be a positive number, not " + Quantity.of(s));
      }
    }
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() == 0 || input.dim(-1) != mean.size()) {
      throw new IllegalArgumentException(
          NAME + " has " + mean.size() + " means, but the examples are " + input);
    }
    return input;
  }

  @Override
  public boolean atInput() {
    return true;
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Augmentation.requireInput(binding, NAME);
    Ops ops = binding.ops();
    int size = input.size();
    int[] flat = {binding.batch(), size};
    int[] full = input.prepend(binding.batch()).dims();
    Tensor scale = binding.tensor(1, size);
    Tensor offset = binding.tensor(size);
    float[] scales = new float[size];
    float[] offsets = new float[size];
    for (int i = 0; i < size; i++) {
      int channel = i % mean.size();
      scales[i] = (float) (1 / std.get(channel));
      offsets[i] = (float) (-mean.get(channel) / std.get(channel));
    }
    scale.write(scales);
    offset.write(offsets);
    Tensor y = binding.tensor(flat);
    return new ForwardMode() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        ops.scaleRows(x.reshape(flat), scale, 1, y);
        ops.addBias(y, offset, y);
        return y.reshape(full);
      }

      @Override
      public Tensor jvp(Tensor dx, Pass pass) {
        return null;
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        return null;
      }
    };
  }
}

package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Keeps the first k units and sets the others to 0, in training, validation and evaluation alike:
 * the width of the layer before it as a hyperparameter. Units are the last axis: features, channels
 * of an image, elements of a sequence's vectors. Any shape.
 *
 * <p>The validation loss depends on k by steps, so a tuned k is discrete, each example's own, and
 * its gradient is the score function's.
 *
 * @param count k, 0 or more; all units are kept from their number on
 */
public record ActiveUnits(Quantity count) implements EngineLayer {

  /** Checks a fixed number. */
  public ActiveUnits {
    if (count instanceof Quantity.Fixed fixed
        && !(fixed.value() >= 0 && fixed.value() == Math.rint(fixed.value()))) {
      throw new IllegalArgumentException(
          "active-units: the count must be a whole number, 0 or more, not " + count);
    }
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public List<Quantity> scoredQuantities() {
    return List.of(count);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new Bound(binding, input);
  }

  /** k − i for unit i, rounded down to at most 1 and cut at 0, is 1 for the units that are kept. */
  private final class Bound implements ForwardMode {
    private final Ops ops;
    private final Binding.Reading reading;
    private final int inner;
    private final Tensor spread;
    private final Tensor before;
    private final Tensor low;
    private final Tensor high;
    private final Tensor top;
    private final Tensor perExample;
    private final Tensor shared;
    private final Tensor y;
    private final Tensor dx;
    private Tensor mask;

    Bound(Binding binding, Shape input) {
      ops = binding.ops();
      reading = binding.read(count);
      int units = input.dim(-1);
      inner = input.rank() == 3 ? input.size() / units : 1;
      int columns = reading.constant() == null ? binding.hyperparameters() : 1;
      spread = binding.tensor(columns, units);
      ops.fill(spread.rows(reading.column(), reading.column() + 1), 1);
      before = binding.tensor(units);
      float[] numbers = new float[units];
      for (int i = 0; i < units; i++) {
        numbers[i] = -i;
      }
      before.write(numbers);
      low = filled(binding, units, Float.NEGATIVE_INFINITY);
      high = filled(binding, units, Float.POSITIVE_INFINITY);
      top = filled(binding, units, 1);
      perExample = binding.tensor(binding.batch(), units);
      shared = perExample.rows(0, 1);
      y = binding.tensor(binding.extents(input));
      dx = binding.elementwiseGradient(binding.extents(input));
    }

    private Tensor filled(Binding binding, int size, float value) {
      Tensor tensor = binding.tensor(size);
      ops.fill(tensor, value);
      return tensor;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      Tensor counts = reading.in(pass);
      mask = counts.shape().dim(0) == 1 ? shared : perExample;
      ops.matmul(counts, false, spread, false, 1, 0, mask);
      ops.addBias(mask, before, mask);
      ops.constrain(mask, low, high, top, mask);
      ops.activate(Activation.RELU, mask, mask);
      ops.scaleRows(x, mask, inner, y);
      return y;
    }

    @Override
    public Tensor jvp(Tensor change, Pass pass) {
      return change == null ? null : backward(change, pass); // the mask, either way
    }

    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      if (dx != null) {
        ops.scaleRows(dy, mask, inner, dx);
      }
      return dx;
    }
  }
}

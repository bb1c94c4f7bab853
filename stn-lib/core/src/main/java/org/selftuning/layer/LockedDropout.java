package org.selftuning.layer;

import java.util.List;
import java.util.Map;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Dropout for sequences: one mask for each example, the same at all of its steps (Gal &amp;
 * Ghahramani 2016, variational dropout). In a training pass sets unit d of an example to 0 with
 * probability p and divides the others by 1 − p; otherwise does nothing. Input and output [T, D]. A
 * tuned rate is each example's own.
 *
 * @param rate p, in 0 … 1
 */
public record LockedDropout(Quantity rate) implements Layer {

  /** Checks a fixed rate. */
  public LockedDropout {
    Dropout.checkRate("locked-dropout: the rate", rate);
  }

  /** Locked dropout at the rate of a hyperparameter. */
  public static LockedDropout tuned(String hyperparameter) {
    return new LockedDropout(Quantity.tuned(hyperparameter));
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    Lstm.requireEmbedding("locked-dropout", before);
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "locked-dropout needs a sequence of vectors but gets " + input);
    }
    return input;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(rate);
  }

  @Override
  public Layer fixedAt(Map<String, Double> values) {
    return new LockedDropout(rate.fixedAt(values));
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    Binding.Reading reading = binding.read(rate);
    RandomStream stream = binding.stream("dropout");
    boolean needed = binding.needsInputGradient();
    binding.beginSequence(input.dim(0));
    int[] extents = binding.extents(input);
    Tensor mask = binding.tensor(binding.batch(), input.dim(1));
    Tensor y = binding.tensor(extents);
    Tensor dx = needed ? binding.tensor(extents) : null;
    return new ForwardMode() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        if (!pass.training()) {
          return x;
        }
        ops.dropoutMask(stream, reading.in(pass), reading.column(), 1, mask);
        ops.scaleRows(x, mask, 1, y);
        return y;
      }

      @Override
      public Tensor jvp(Tensor change, Pass pass) {
        return change == null ? null : backward(change, pass); // the mask, either way
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        if (dx == null || !pass.training()) {
          return dy;
        }
        ops.scaleRows(dy, mask, 1, dx);
        return dx;
      }
    };
  }
}

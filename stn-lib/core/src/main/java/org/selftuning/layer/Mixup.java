package org.selftuning.layer;

import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, mixes each example with another of its minibatch, and what it costs as well
 * (Zhang et al. 2018): with a share m uniform on [0, s/2],
 *
 * <pre>  x ← (1 − m)·x + m·x′        loss ← (1 − m)·loss(y, t) + m·loss(y, t′) </pre>
 *
 * <p>The other example of the first is the last one, that of the second the last but one, and so
 * on; minibatches are shuffled. At s = 1 the larger share of a pair is uniform on [½, 1], which is
 * their Beta(1, 1). The score that a training step reports is that of t alone. Examples of any
 * shape, but no sequences.
 *
 * @param strength s, in 0 … 1; a tuned one is each example's own
 */
public record Mixup(Quantity strength) implements Augmentation {
  private static final String NAME = "mixup";

  @Override
  public Shape output(Shape input) {
    if (input.rank() == 2) {
      throw new IllegalArgumentException(NAME + " mixes no sequences, such as " + input);
    }
    return input;
  }

  /** Checks a fixed strength. */
  public Mixup {
    Augmentation.check(NAME, "strength", strength, 0, 1);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    int batch = binding.batch();
    RandomStream stream = binding.stream("mixup");
    Binding.Reading reading = binding.read(strength);
    Mixing mixing = new Mixing(ops, batch);
    binding.mix(mixing);
    Tensor single = binding.tensor(1, 1);
    Tensor each = binding.tensor(batch, 1);
    Tensor ones = binding.tensor(batch, 1);
    ops.fill(ones, 1);
    Tensor quarter = binding.tensor(1);
    ops.fill(quarter, 0.25f);
    Tensor y = binding.tensor(batch, input.size());
    Mixing.Mixer mixer = mixing.new Mixer(input.size());
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          Tensor values = reading.in(pass);
          boolean one = values.shape().dim(0) == 1;
          ops.copyColumns(values, reading.column(), one ? single : each, 0, 1);
          if (one) {
            ops.matmul(ones, false, single, false, 1, 0, each);
          }
          // (1 + erf(n/√2))/4 is uniform on 0 … ½.
          ops.normal(stream, mixing.share());
          ops.axpy((float) (Math.sqrt(0.5) - 1), mixing.share(), mixing.share());
          ops.apply(Elementary.ERF, mixing.share(), mixing.share());
          ops.axpy(-0.75f, mixing.share(), mixing.share());
          ops.addRow(mixing.share(), quarter, mixing.share());
          ops.scaleRows(mixing.share(), each, 1, mixing.share());
          Tensor rows = x.reshape(batch, input.size());
          mixing.partners(rows, y);
          mixer.mix(rows, y);
          return y.reshape(x.shape().dims());
        });
  }
}

package org.selftuning.layer;

import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Jitter;
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
    Tensor y = binding.tensor(batch, input.size());
    Mixing.Mixer mixer = mixing.new Mixer(input.size());
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          ops.jitter(stream, Jitter.SHIFT, reading.in(pass), reading.column(), mixing.share(), 0);
          ops.apply(Elementary.ABS, mixing.share(), mixing.share());
          ops.axpy(-0.5f, mixing.share(), mixing.share());
          Tensor rows = x.reshape(batch, input.size());
          mixing.partners(rows, y);
          mixer.mix(rows, y);
          return y.reshape(x.shape().dims());
        });
  }
}

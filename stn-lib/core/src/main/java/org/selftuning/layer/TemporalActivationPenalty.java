package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * Leaves a sequence of activations y as it is and adds β·mean((y_t − y_{t−1})²) to the objective
 * (Merity et al. 2018, temporal activation regularization). Put it after the last recurrent layer,
 * before its dropout.
 *
 * <p>The penalty is part of the objective in training and validation passes alike, with β as a
 * constant; see {@link ActivationPenalty}. Input and output [T, D], T at least 2.
 *
 * @param strength β, 0 or positive; one number a minibatch
 */
public record TemporalActivationPenalty(Quantity strength) implements EngineLayer {

  /** Checks a fixed strength. */
  public TemporalActivationPenalty {
    ActivationPenalty.checkStrength("temporal-activation-penalty", strength);
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    Lstm.requireEmbedding("temporal-activation-penalty", before);
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 2 || input.dim(0) < 2) {
      throw new IllegalArgumentException(
          "temporal-activation-penalty needs a sequence of at least 2 vectors but gets " + input);
    }
    return input;
  }

  @Override
  public List<Quantity> batchQuantities() {
    return List.of(strength);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new BoundPenalty(binding, input, strength, binding.batch());
  }
}

package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * Leaves activations y as they are and adds α·mean(y²) to the objective (Merity et al. 2018,
 * activation regularization). Put it after the dropout of the last layer before the decoder.
 *
 * <p>As in the authors' code of the STN paper, the penalty is part of the objective in training and
 * validation passes alike, with α as a constant: no gradient goes to α itself. The score that a
 * loss keeps is without it. Any shape.
 *
 * @param strength α, 0 or positive; one number a minibatch
 */
public record ActivationPenalty(Quantity strength) implements EngineLayer {

  /** Checks a fixed strength. */
  public ActivationPenalty {
    checkStrength("activation-penalty", strength);
  }

  static void checkStrength(String kind, Quantity strength) {
    if (strength instanceof Quantity.Fixed fixed
        && !(fixed.value() >= 0 && fixed.value() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          kind + ": the strength must be 0 or positive, not " + strength);
    }
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public List<Quantity> batchQuantities() {
    return List.of(strength);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new BoundPenalty(binding, input, strength, 0);
  }
}

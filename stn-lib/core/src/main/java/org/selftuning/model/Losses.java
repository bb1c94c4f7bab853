package org.selftuning.model;

import org.selftuning.layer.Loss;

/**
 * The losses that the YAML form knows, and those of one's own:
 *
 * <pre>{@code
 * record Quantile(double share) implements Loss { … }
 * Losses.register(Quantile.class);      // now "loss: {quantile: 0.9}" is a loss
 * }</pre>
 */
public final class Losses {
  private Losses() {}

  /**
   * Makes the word of a loss known. One that was registered before under the same word is replaced,
   * as when its cell is run again.
   *
   * @throws IllegalArgumentException if it is no record, if a component has a type that YAML has no
   *     form for, or if the word belongs to a loss of the library
   */
  public static void register(Class<? extends Loss> loss) {
    Vocabulary.LOSSES.register(loss);
  }
}

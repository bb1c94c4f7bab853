package org.selftuning.model;

import java.util.List;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Loss;

/**
 * What a layer or a loss is called where it is drawn: its word, and the arguments that are not at
 * their defaults. Layers within a composition are no arguments.
 *
 * @param word as in the YAML form; what {@code toString} says of one without a word
 * @param arguments in their order
 * @since 0.2.0
 */
public record Caption(String word, List<Argument> arguments) {

  /**
   * One argument.
   *
   * @param name its key, empty for the only one of its kind: {@code dropout: 0.5}
   * @param value as in the YAML form; of one that is tuned the name of its hyperparameter
   * @param tuned whether it is tuned
   */
  public record Argument(String name, String value, boolean tuned) {}

  /** Keeps a copy. */
  public Caption {
    arguments = List.copyOf(arguments);
  }

  /** What a layer is called. */
  public static Caption of(Layer layer) {
    return Vocabulary.LAYERS.caption(layer);
  }

  /** What a loss is called. */
  public static Caption of(Loss loss) {
    return Vocabulary.LOSSES.caption(loss);
  }
}

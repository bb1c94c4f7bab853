package org.selftuning.magics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Nearest;
import picocli.CommandLine.Option;

/** Which hyperparameters are fixed, and where, as an option of a command. */
public final class FixArguments {
  @Option(
      names = "--fix",
      paramLabel = "NAME=VALUE",
      split = ",",
      description =
          "train the plain network with its hyperparameters fixed: at a VALUE for all of them, at"
              + " NAME=VALUE where named, at their start otherwise (--fix start fixes all there)")
  private List<String> fix = new ArrayList<>();

  /** Made by picocli. */
  public FixArguments() {}

  /**
   * Returns {@code model} as it is to be trained: itself, or the plain network where {@code --fix}
   * asks for it.
   *
   * @throws IllegalArgumentException if a value is no number or names no hyperparameter of the
   *     model
   */
  public ModelSpec fixed(ModelSpec model) {
    return fix.isEmpty() ? model : model.fixedAt(values("--fix", model, fix));
  }

  /** The values of all hyperparameters: those that the words of an option give, or their starts. */
  static Map<String, Double> values(String option, ModelSpec model, List<String> words) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Hyperparameter h : model.hyperparameters()) {
      values.put(h.name(), h.start());
    }
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? "" : word.substring(0, equals);
      if (equals < 0 && !word.equals("start")) {
        double value = number(option, word, word);
        values.replaceAll((any, start) -> value);
      } else if (equals >= 0 && values.containsKey(name)) {
        values.put(name, number(option, word, word.substring(equals + 1)));
      } else if (equals >= 0) {
        throw new IllegalArgumentException(
            option
                + " "
                + word
                + ": the model has no hyperparameter '"
                + name
                + "'"
                + Nearest.hint(name, values.keySet()));
      }
    }
    return values;
  }

  private static double number(String option, String word, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s: '%s' is no number; write %s NAME=0.5, or %s 0.5",
              option, word, text, option, option),
          e);
    }
  }
}

package org.selftuning.magics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.selftuning.model.Nearest;
import org.selftuning.train.Optimizer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An optimizer in one word: {@code sgd:RATE}, {@code sgd:RATE,MOMENTUM}, {@code adam:RATE}, {@code
 * adam:RATE,BETA1,BETA2}, {@code rmsprop:RATE}, {@code rmsprop:RATE,DECAY}.
 */
final class OptimizerText implements ITypeConverter<Optimizer> {
  private static final List<String> NAMES = List.of("sgd", "adam", "rmsprop");
  private static final String FORM =
      "; write sgd:RATE,MOMENTUM or adam:RATE or rmsprop:RATE, for example sgd:0.01,0.9";

  /** Made by picocli. */
  OptimizerText() {}

  @Override
  public Optimizer convert(String text) {
    int colon = text.indexOf(':');
    String name = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
    if (!NAMES.contains(name)) {
      throw new TypeConversionException(
          "there is no optimizer '" + name + "'" + Nearest.hint(name, NAMES));
    }
    double[] numbers = numbers(text, colon < 0 ? "" : text.substring(colon + 1));
    try {
      return switch (name + numbers.length) {
        case "sgd1" -> Optimizer.sgd(numbers[0], 0);
        case "sgd2" -> Optimizer.sgd(numbers[0], numbers[1]);
        case "adam1" -> Optimizer.adam(numbers[0]);
        case "adam3" -> new Optimizer.Adam(numbers[0], numbers[1], numbers[2], 1e-8);
        case "rmsprop1" -> Optimizer.rmsProp(numbers[0]);
        case "rmsprop2" -> new Optimizer.RmsProp(numbers[0], numbers[1], 1e-8);
        default ->
            throw new TypeConversionException(
                "'" + text + "' has " + numbers.length + " numbers" + FORM);
      };
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static double[] numbers(String whole, String text) {
    try {
      return Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + whole + "' is no optimizer with its rate" + FORM);
    }
  }
}

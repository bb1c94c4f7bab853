package org.selftuning.magics;

import java.util.Arrays;
import java.util.List;
import org.selftuning.model.Nearest;
import org.selftuning.train.Method;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A training method by its name. */
final class MethodText implements ITypeConverter<Method> {
  static final List<String> NAMES = Arrays.stream(Method.values()).map(Method::toString).toList();

  /** Made by picocli. */
  MethodText() {}

  @Override
  public Method convert(String text) {
    if (!NAMES.contains(text)) {
      throw new TypeConversionException(
          "there is no training method '" + text + "'" + Nearest.hint(text, NAMES));
    }
    return Method.named(text);
  }
}

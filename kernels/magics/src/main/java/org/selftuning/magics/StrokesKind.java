package org.selftuning.magics;

import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.Source;
import org.selftuning.data.StrokeDigits;

/** Digits that are drawn by the program. */
final class StrokesKind implements DataKind {
  private static final int TRAIN = 2000;
  private static final int REST = 1000;

  @Override
  public String word() {
    return "strokes";
  }

  @Override
  public String files() {
    return "";
  }

  @Override
  public List<Class<?>> options() {
    return List.of(PartArguments.class, ScaleArguments.class);
  }

  @Override
  public Source load(DataArguments arguments, List<Path> files, Host host) {
    PartArguments parts = arguments.parts();
    int n = parts.train() == null ? TRAIN : parts.train();
    return arguments
        .scale()
        .of(
            StrokeDigits.split(
                n, parts.validationCount(n, REST), parts.testCount(n, REST), parts.seed()));
  }
}

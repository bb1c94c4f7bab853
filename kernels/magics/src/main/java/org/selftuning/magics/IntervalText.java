package org.selftuning.magics;

import org.selftuning.record.CheckpointInterval;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How often a run is saved, as text. */
final class IntervalText implements ITypeConverter<CheckpointInterval> {
  /** Made by picocli. */
  IntervalText() {}

  @Override
  public CheckpointInterval convert(String text) {
    try {
      return CheckpointInterval.of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

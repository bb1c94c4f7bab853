package org.selftuning.magics;

import org.selftuning.data.Split;
import picocli.CommandLine.Option;

/** How features are scaled, as options of a command. */
final class ScaleArguments {
  @Option(
      names = {"--standardize", "--standardise"},
      description = "scale every feature to mean 0 and deviation 1 in the training part; no text")
  private boolean standardize;

  ScaleArguments() {}

  /** Scales the features, if they are to be. */
  Split of(Split split) {
    return standardize ? split.standardized() : split;
  }
}

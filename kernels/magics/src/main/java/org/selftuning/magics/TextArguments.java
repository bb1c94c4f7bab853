package org.selftuning.magics;

import org.selftuning.data.Corpus;
import picocli.CommandLine.Option;

/** What a text is cut into, as options of a command. */
final class TextArguments {
  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      description = "text: what a token is: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private Corpus.Unit unit = Corpus.Unit.WORD;

  TextArguments() {}

  Corpus.Unit unit() {
    return unit;
  }
}

package org.selftuning.magics;

import org.selftuning.data.Classes;
import org.selftuning.data.Split;
import org.selftuning.data.SplitOptions;
import picocli.CommandLine.Option;

/** How a data set that is one piece is cut into parts, as options of a command. */
final class CutArguments {
  private static final double SHARE = 0.2;

  @Option(
      names = "--split",
      paramLabel = "BY",
      description =
          "random, stratified (each class the same share of each part), order (the"
              + " last are the test), group:COLUMN or time:COLUMN (${DEFAULT-VALUE})")
  private String by = "random";

  @Option(names = "--balance", description = "draw each class equally often for training")
  private boolean balance;

  CutArguments() {}

  /**
   * Returns how {@code whole} is cut.
   *
   * @param parts how much goes where
   * @param whole what it is, for messages: "a table"
   */
  SplitOptions options(PartArguments parts, String whole) {
    return new SplitOptions(
        parts.validationShare(whole, SHARE),
        parts.testShare(whole, SHARE),
        parts.seed(),
        SplitOptions.By.of(by));
  }

  /** Leaves of the training part what is asked for, and balances it. */
  Split of(PartArguments parts, Split split) {
    Split shortened = parts.shortened(split);
    return balance
        ? new Split(
            Classes.balanced(shortened.train(), parts.seed()),
            shortened.validation(),
            shortened.test())
        : shortened;
  }
}

package org.selftuning.magics;

import org.selftuning.data.Windows;
import picocli.CommandLine.Option;

/** How rows in time make examples, as options of a command. */
final class SeriesArguments {
  @Option(
      names = "--window",
      paramLabel = "N",
      description = "series: rows that are seen (${DEFAULT-VALUE})")
  private int window = 10;

  @Option(
      names = "--horizon",
      paramLabel = "N",
      description =
          "series: rows from the last one that is seen to the predicted one (${DEFAULT-VALUE})")
  private int horizon = 1;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description = "series: numbers or dates that order the rows (the order of the file)")
  private String time = "";

  @Option(
      names = "--series",
      paramLabel = "COLUMN",
      description = "series: which series a row belongs to (all rows are one)")
  private String series = "";

  SeriesArguments() {}

  Windows windows() {
    return new Windows(window, horizon, time, series);
  }
}

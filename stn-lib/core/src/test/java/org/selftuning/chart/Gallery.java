package org.selftuning.chart;

import java.nio.file.Path;
import org.selftuning.record.MadeUpRun;

/** Writes every kind of chart into a folder, to be looked at: {@code java … Gallery FOLDER}. */
final class Gallery {
  private Gallery() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    var run = new MadeUpRun(60, 20, MadeUpRun.dropouts());
    Charts.losses(run.history()).save(folder.resolve("losses.png"));
    Charts.hyperparameters(run.history()).save(folder.resolve("hyperparameters.png"));
  }
}

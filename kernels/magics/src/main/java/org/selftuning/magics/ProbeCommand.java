package org.selftuning.magics;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.record.Probe;
import org.selftuning.record.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a run expects of other hyperparameters. */
@Command(
    name = "probe",
    description = {
      "Shows what a run expects of other hyperparameters: its validation loss as they move, while"
          + " its weights stay as they are. Along each hyperparameter or along one; over two as a"
          + " map.",
      "Returns the Figure; Probe.along and Probe.over give the numbers."
    })
final class ProbeCommand implements Callable<Figure> {
  /** Places along a hyperparameter. */
  static final int POINTS = 25;

  private static final int SIDE = 15;

  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest)")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "0..2",
      paramLabel = "HYPERPARAMETER",
      description = "one hyperparameter, or two for a map (all, each for itself)")
  private List<String> hyperparameters = List.of();

  @Option(
      names = "--points",
      paramLabel = "N",
      description = "places along a hyperparameter (25; on each side of a map 15)")
  private Integer points;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "write it to FILE too, as .png, .svg, .pdf, .json (Vega-Lite) or .txt")
  private Path file;

  @Mixin private ChartArguments charts;

  ProbeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Figure call() {
    ChartStyle style = charts.style(session.bench().charts());
    Figure.check(file);
    Figure figure = Charts.probe(probes(responding(session, name)));
    session.host().show(style.bundle(figure));
    if (file != null) {
      style.of(figure).save(file);
    }
    return style.of(figure);
  }

  /**
   * Returns the run of this name, or the latest where it is null.
   *
   * @throws IllegalArgumentException if it tunes nothing
   * @throws IllegalStateException if it is training in the background
   */
  static Run responding(Session session, String name) {
    String runName = name == null ? session.bench().runs().last() : name;
    session.requireIdle(runName);
    Run run = session.bench().runs().get(runName);
    if (!run.spec().tunes()) {
      throw new IllegalArgumentException(
          "run '" + runName + "' tunes no hyperparameter, so it responds to none");
    }
    return run;
  }

  private Probe[] probes(Run run) {
    if (hyperparameters.size() > 2) {
      throw new IllegalArgumentException(
          "a probe looks along one hyperparameter or over two, not over " + hyperparameters.size());
    }
    if (hyperparameters.size() == 2) {
      return new Probe[] {
        Probe.over(run, hyperparameters.get(0), hyperparameters.get(1), points(SIDE))
      };
    }
    return hyperparameters.isEmpty()
        ? Probe.all(run, points(POINTS)).toArray(Probe[]::new)
        : new Probe[] {Probe.along(run, hyperparameters.get(0), points(POINTS))};
  }

  private int points(int usual) {
    return points == null ? usual : points;
  }
}

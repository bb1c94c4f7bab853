package org.selftuning.magics;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.record.Sensitivity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows which hyperparameters matter to a run. */
@Command(
    name = "sensitivity",
    description = {
      "Shows which hyperparameters matter to a run: how far the weights move, as a share of their"
          + " length, when one moves by its σ, and what that does to the validation loss.",
      "Returns the Sensitivity."
    })
final class SensitivityCommand implements Callable<Sensitivity> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest)")
  private String name;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "write the chart to FILE too, as .png, .svg, .pdf, .json (Vega-Lite) or .txt")
  private Path file;

  @Mixin private ChartArguments charts;

  SensitivityCommand(Session session) {
    this.session = session;
  }

  @Override
  public Sensitivity call() {
    ChartStyle style = charts.style(session.bench().charts());
    Figure.check(file);
    Sensitivity sensitivity = Sensitivity.of(ProbeCommand.responding(session, name));
    Figure figure = Charts.sensitivity(sensitivity);
    session.host().show(style.bundle(figure));
    session.host().show(MimeBundle.table(sensitivity.table()));
    if (file != null) {
      style.of(figure).save(file);
    }
    return sensitivity;
  }
}

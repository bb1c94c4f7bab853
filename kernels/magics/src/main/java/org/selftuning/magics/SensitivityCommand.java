package org.selftuning.magics;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.record.Export;
import org.selftuning.record.Sensitivity;
import picocli.CommandLine.Command;
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
      description = "write the chart to FILE too, as .png, .svg or .txt")
  private Path file;

  SensitivityCommand(Session session) {
    this.session = session;
  }

  @Override
  public Sensitivity call() {
    Export.check(file, "png", "svg", "txt");
    Sensitivity sensitivity = Sensitivity.of(ProbeCommand.responding(session, name));
    Figure figure = Charts.sensitivity(sensitivity);
    session.host().show(Bundle.figure(figure));
    session.host().show(Bundle.table(sensitivity.table()));
    if (file != null) {
      figure.save(file);
    }
    return sensitivity;
  }
}

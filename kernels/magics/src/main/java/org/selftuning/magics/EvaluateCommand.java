package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.predict.ClassificationReport;
import org.selftuning.predict.EvaluationReport;
import org.selftuning.predict.Predictor;
import org.selftuning.predict.RegressionReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Evaluates a trained network. */
@Command(
    name = "evaluate",
    description = {
      "Evaluates the best network of a run on its test part, or on other data whose targets are"
          + " known.",
      "Classes: accuracy, precision, recall and F1, confusion matrix, calibration. Numbers: mean"
          + " absolute and root mean squared error, R², residuals. Texts: perplexity, bits per"
          + " character.",
      "Returns the EvaluationReport."
    })
final class EvaluateCommand implements Callable<EvaluationReport> {
  private static final int MOST_COLUMNS = 20;

  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest), or the file of a checkpoint")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      completionCandidates = Names.Data.class,
      description =
          "a loaded data set, of which the test part is taken, or a file of raw data with their"
              + " targets (the test part of the run's own data)")
  private String data;

  @Mixin private ChartArguments charts;

  EvaluateCommand(Session session) {
    this.session = session;
  }

  @Override
  public EvaluationReport call() throws IOException {
    try (Predictor predictor = TrainedArguments.predictor(session, name)) {
      EvaluationReport report =
          TrainedArguments.isFile(session, data)
              ? predictor.evaluate(Path.of(data))
              : predictor.evaluate(TrainedArguments.source(session, name, data));
      session.host().show(Bundle.table(report.summary()));
      if (report instanceof ClassificationReport classes) {
        show(classes);
      } else if (report instanceof RegressionReport numbers) {
        numbers.targets().forEach(target -> show(Charts.residuals(numbers.name(), target)));
      }
      return report;
    }
  }

  private void show(ClassificationReport report) {
    session.host().show(Bundle.table(report.perClass()));
    if (report.classes().size() <= MOST_COLUMNS) {
      session.host().show(Bundle.table(report.confusionTable()));
    }
    show(Charts.confusion(report));
    show(Charts.reliability(report));
  }

  private void show(Figure figure) {
    Optional<String> problem = Charts.problem();
    if (problem.isPresent()) {
      session.host().show(Bundle.text(figure.text()));
    } else {
      charts.show(session, figure);
    }
  }
}

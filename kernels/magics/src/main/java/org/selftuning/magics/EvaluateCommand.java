package org.selftuning.magics;

import java.io.IOException;
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

  @Mixin private TrainedArguments trained;

  @Mixin private ChartArguments charts;

  EvaluateCommand(Session session) {
    this.session = session;
  }

  @Override
  public EvaluationReport call() throws IOException {
    try (Predictor predictor = trained.predictor(session)) {
      EvaluationReport report =
          trained.isFile(session)
              ? predictor.evaluate(trained.file())
              : predictor.evaluate(trained.source(session));
      session.host().show(MimeBundle.table(report.summary()));
      if (report instanceof ClassificationReport classes) {
        show(classes);
      } else if (report instanceof RegressionReport numbers) {
        numbers.targets().forEach(target -> show(Charts.residuals(numbers.name(), target)));
      }
      return report;
    }
  }

  private void show(ClassificationReport report) {
    session.host().show(MimeBundle.table(report.perClass()));
    if (report.classes().size() <= MOST_COLUMNS) {
      session.host().show(MimeBundle.table(report.confusionTable()));
    }
    show(Charts.confusion(report));
    show(Charts.reliability(report));
  }

  private void show(Figure figure) {
    Optional<String> problem = Charts.problem();
    if (problem.isPresent()) {
      session.host().show(MimeBundle.text(figure.text()));
    } else {
      charts.show(session, figure);
    }
  }
}

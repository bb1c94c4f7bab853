package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.selftuning.chart.Charts;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.Samples;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.predict.Mistakes;
import org.selftuning.predict.Predictions;
import org.selftuning.predict.Predictor;
import org.selftuning.record.Export;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Shows the worst errors of a trained network. */
@Command(
    name = "mistakes",
    description = {
      "Shows what the best network of a run gets wrong most: images, rows, or places in a text.",
      "Returns the Tablesaw Table."
    })
final class MistakesCommand implements Callable<Table> {
  private static final int BEFORE = 12;

  private final Session session;

  @Mixin private TrainedArguments trained;

  @Option(names = "--most", paramLabel = "N", description = "how many to show (${DEFAULT-VALUE})")
  private int most = 20;

  @Option(names = "--save", paramLabel = "FILE", description = "write it to FILE too, as .csv")
  private Path file;

  MistakesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Table call() throws IOException {
    Export.check(file, "csv");
    if (most < 1) {
      throw new IllegalArgumentException("--most " + most + ": ask for 1 or more");
    }
    try (Predictor predictor = trained.predictor(session)) {
      Table table = table(predictor);
      if (file != null) {
        Export.write(file, table.write().toString("csv"));
      }
      return table;
    }
  }

  private Table table(Predictor predictor) throws IOException {
    if (trained.isFile(session)) {
      return examples(predictor, predictor.preparation().apply(trained.file()));
    }
    Source source = trained.source(session);
    return source instanceof Corpus text
        ? text(predictor, text)
        : examples(predictor, ((Split) source).test());
  }

  private Table examples(Predictor predictor, Dataset examples) {
    Predictions predictions = predictor.predict(examples);
    Mistakes mistakes = Mistakes.of(predictions, examples, most);
    Table table = mistakes.table();
    if (mistakes.examples().isEmpty()) {
      session.host().print("All " + predictions.size() + " predictions are right.");
      return table;
    }
    session.host().show(MimeBundle.table(table));
    if (examples.shape().rank() == 3 && predictions.classes() && Charts.problem().isEmpty()) {
      List<List<String>> captions = new ArrayList<>();
      for (int i : mistakes.examples()) {
        captions.add(
            List.of(
                predictions.names().get((int) predictions.actual(i, 0)),
                String.format(
                    Locale.ROOT,
                    "as %s, %.0f %%",
                    predictions.bestName(i),
                    100 * predictions.values(i)[predictions.best(i)])));
      }
      session
          .host()
          .show(
              MimeBundle.image(
                  "the worst mistakes: what they are, and what they were taken for",
                  Samples.captioned(mistakes.shown(), captions)));
    }
    return table;
  }

  /** The tokens that were expected least, each with what is before it. */
  private Table text(Predictor predictor, Corpus text) {
    double[] losses = predictor.losses(text.test());
    StringColumn before = StringColumn.create("after");
    StringColumn token = StringColumn.create("came");
    DoubleColumn probability = DoubleColumn.create("p");
    IntStream.range(0, losses.length)
        .boxed()
        .sorted(Comparator.comparingDouble(t -> -losses[t]))
        .limit(most)
        .forEach(
            t -> {
              int from = Math.max(0, t + 1 - BEFORE);
              int[] context = Arrays.copyOfRange(text.test(), from, t + 1);
              before.append(text.decode(context).replace('\n', '⏎'));
              token.append(text.vocabulary().token(text.test()[t + 1]).replace('\n', '⏎'));
              probability.append(
                  Double.parseDouble(String.format(Locale.ROOT, "%.3g", Math.exp(-losses[t]))));
            });
    Table table = Table.create("least expected in " + text.name(), before, token, probability);
    session.host().show(MimeBundle.table(table));
    return table;
  }
}

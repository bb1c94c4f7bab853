package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.selftuning.data.Corpus;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.predict.Predictions;
import org.selftuning.predict.Predictor;
import org.selftuning.record.Export;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** Predicts with a trained network. */
@Command(
    name = "predict",
    description = {
      "Predicts with the best network of a run, or with that of a checkpoint: classes with their"
          + " probabilities, numbers in their own units, the token that follows a text.",
      "Returns the Tablesaw Table: var t = %%stn predict RUN FILE"
    })
final class PredictCommand implements Callable<Table> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run, or the file of a checkpoint; a checkpoint needs no data")
  private String name;

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      completionCandidates = Names.Data.class,
      description =
          "raw data as the network was trained on: a table, an array, an image or a folder of them,"
              + " a text; or a loaded data set, whose test part is predicted")
  private String data;

  @Option(names = "--text", description = "take DATA itself for the text that is to be continued")
  private boolean text;

  @Option(names = "--save", paramLabel = "FILE", description = "write it to FILE too, as .csv")
  private Path file;

  PredictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Table call() throws IOException {
    Export.check(file, "csv");
    try (Predictor predictor = TrainedArguments.predictor(session, name)) {
      Table table = predictions(predictor).table();
      if (file != null) {
        Export.write(file, table.write().toString("csv"));
      }
      session.host().show(MimeBundle.table(table));
      return table;
    }
  }

  private Predictions predictions(Predictor predictor) throws IOException {
    if (text) {
      return predictor.predict(data);
    }
    if (!session.bench().data().has(data)) {
      return predictor.predict(Path.of(data));
    }
    Source source = session.bench().data().get(data);
    return source instanceof Corpus corpus
        ? predictor.predict(corpus.decode(corpus.test()))
        : predictor.predict(((Split) source).test());
  }
}

package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.selftuning.chart.Charts;
import org.selftuning.data.Classes;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.Samples;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Loads a data set, or shows one. */
@Command(
    name = "data",
    sortOptions = false,
    description = {
      "Loads or generates a data set in three parts, for training, validation and test; without"
          + " KIND, shows the data set of this name.",
      "Counts and samples are shown; of a table also what each column became, its missing cells,"
          + " the task, and the result of a constant prediction. Returns the Split; of a text, the"
          + " Corpus."
    })
final class DataCommand implements Callable<Source> {
  private static final int SAMPLES = 3;
  private static final int MOST_CLASS_COLUMNS = 12;

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = Names.Data.class,
      description = "what the data set is called")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KIND",
      completionCandidates = Names.Kinds.class,
      description =
          "${COMPLETION-CANDIDATES}; a file whose name gives its kind needs no word for it")
  private String kind;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "its files: a table, a folder of images, an array and its labels; of a text a folder, one"
              + " file, or one for each part: training, validation, test")
  private List<Path> files = List.of();

  @Mixin private DataArguments arguments;

  DataCommand(Session session) {
    this.session = session;
  }

  @Override
  public Source call() throws IOException {
    Source source;
    if (kind == null) {
      source = session.bench().data().get(name);
    } else {
      source = arguments.load(kind, files, session.host());
      session.bench().keep(name, source, words());
    }
    if (source instanceof Corpus corpus) {
      CorpusSummary summary = new CorpusSummary(name, corpus);
      session.host().show(MimeBundle.table(summary.table()));
      session.host().show(summary.beginning());
    } else {
      show((Split) source);
    }
    return source;
  }

  /** What was typed behind the name. */
  private String words() {
    List<String> all = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    all.remove(spec.name());
    all.remove(name);
    return DataOfWords.absolute(all);
  }

  private void show(Split split) {
    session.host().show(MimeBundle.table(table(split)));
    Dataset train = split.train();
    train
        .report()
        .ifPresent(
            report -> {
              session.host().show(MimeBundle.table(report.columns()));
              report.lines().forEach(session.host()::print);
            });
    boolean images = train.shape().rank() == 3 && train.target() instanceof Target.Classes;
    Optional<String> problem = images ? Charts.problem() : Optional.empty();
    if (problem.isPresent()) {
      session.host().print("The samples are not shown: " + problem.get() + ".");
    } else if (images) {
      session
          .host()
          .show(
              MimeBundle.image(
                  "samples of " + train.name() + ", the first of each class",
                  Samples.sheet(train, SAMPLES)));
    }
  }

  private Table table(Split split) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put("training", split.train());
    parts.put("validation", split.validation());
    parts.put("test", split.test());
    Table table =
        Table.create(
            String.format("%s: %s, each %s", name, split.train().name(), split.train().shape()),
            StringColumn.create("part", parts.keySet().toArray(String[]::new)),
            IntColumn.create(
                "examples", parts.values().stream().mapToInt(Dataset::size).toArray()));
    if (split.train().target() instanceof Target.Classes classes) {
      int[][] counts = parts.values().stream().map(Classes::counts).toArray(int[][]::new);
      if (classes.count() <= MOST_CLASS_COLUMNS) {
        for (int c = 0; c < classes.count(); c++) {
          table.addColumns(
              IntColumn.create(
                  "class " + classes.names().get(c), counts[0][c], counts[1][c], counts[2][c]));
        }
      }
    }
    return table;
  }
}

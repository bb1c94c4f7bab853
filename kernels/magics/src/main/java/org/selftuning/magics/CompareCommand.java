package org.selftuning.magics;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.selftuning.compare.Comparison;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.TrialExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.api.Table;

/** Compares ways to find good hyperparameters. */
@Command(
    name = "compare",
    sortOptions = false,
    description = {
      "Compares self-tuning with other ways to find good hyperparameters: each method has the same"
          + " budget on the same model and data, and its best network is tested. The others train"
          + " the plain network, one trial after the other; --epochs and --patience are those of"
          + " one trial.",
      "Shows the lowest validation loss over epochs and over seconds as it proceeds, and returns"
          + " the result as a Tablesaw Table: Table t = %%stn compare --budget-seconds 60"
    })
final class CompareCommand implements Callable<Table> {
  private final Session session;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      completionCandidates = Names.Models.class,
      description = "the gated model, whose hyperparameters are tuned (the one defined last)")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      completionCandidates = Names.Data.class,
      description = "the data set (the one loaded last)")
  private String data;

  @Mixin private CompareArguments arguments;

  @Option(names = "--quiet", description = "show the result only")
  private boolean quiet;

  CompareCommand(Session session) {
    this.session = session;
  }

  @Override
  public Table call() throws IOException {
    Workbench bench = session.bench();
    ModelSpec spec = bench.models().get(model == null ? bench.models().last() : model);
    String named = data == null ? bench.data().last() : data;
    Source source = bench.data().get(named);
    arguments.check();
    ChartStyle style = arguments.charts(bench.charts());
    Optional<TrialExecutor> executor = arguments.open(spec, arguments.folder());
    try {
      Comparison comparison =
          arguments.comparison(spec, source, bench.words(named), arguments.folder(), executor);
      return new Comparing(session.host(), comparison, arguments.folder(), style, quiet)
          .go()
          .table();
    } finally {
      executor.ifPresent(TrialExecutor::close);
    }
  }
}

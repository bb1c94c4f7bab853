package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.selftuning.compare.Sweep;
import org.selftuning.compare.SweepResult;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.TrialExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains all combinations of settings with several seeds. */
@Command(
    name = "sweep",
    sortOptions = false,
    description = {
      "Trains every combination of models, data sets and settings, each once with every seed, and"
          + " shows means and standard deviations over the seeds:",
      "%%stn sweep --set batch=32,64 --set train-steps=2,5 --seeds 1..5",
      "Returns the SweepResult."
    })
final class SweepCommand implements Callable<SweepResult> {
  private final Session session;

  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL",
      completionCandidates = Names.Models.class,
      description = "the models (the one defined last)")
  private List<String> named = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      split = ",",
      completionCandidates = Names.Models.class,
      description = "the same: further models")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      split = ",",
      completionCandidates = Names.Data.class,
      description = "the data sets (the one loaded last)")
  private List<String> data = new ArrayList<>();

  @Mixin private SweepArguments arguments;

  @Option(names = "--quiet", description = "show the result only")
  private boolean quiet;

  SweepCommand(Session session) {
    this.session = session;
  }

  @Override
  public SweepResult call() throws IOException {
    Workbench bench = session.bench();
    Map<String, ModelSpec> specs = new LinkedHashMap<>();
    named.addAll(models);
    for (String name : named.isEmpty() ? List.of(bench.models().last()) : named) {
      specs.put(name, bench.models().get(name));
    }
    Map<String, Source> sources = new LinkedHashMap<>();
    for (String name : data.isEmpty() ? List.of(bench.data().last()) : data) {
      sources.put(name, bench.data().get(name));
    }
    Optional<Path> folder = arguments.folder();
    ChartStyle style = arguments.charts(bench.charts());
    Optional<TrialExecutor> executor = arguments.open(specs, folder);
    try {
      Sweep sweep = arguments.sweep(specs, sources, bench::words, folder, executor);
      return new Sweeping(session.host(), sweep, folder, style, quiet).go();
    } finally {
      executor.ifPresent(TrialExecutor::close);
    }
  }
}

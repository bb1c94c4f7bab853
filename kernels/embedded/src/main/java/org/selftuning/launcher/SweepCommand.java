package org.selftuning.launcher;

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
import org.selftuning.magics.ChartStyle;
import org.selftuning.magics.CommandTree;
import org.selftuning.magics.DataOfWords;
import org.selftuning.magics.SweepArguments;
import org.selftuning.magics.TerminalHost;
import org.selftuning.magics.Words;
import org.selftuning.magics.Workbench;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.TrialExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains all combinations of settings with several seeds, without a notebook. */
@Command(
    name = "sweep",
    description = {
      "Train every combination of models, data and settings, each once with every seed, and write a"
          + " table and a chart of means and standard deviations. Stopped by Ctrl-C, or killed, it"
          + " continues when the same command is given again."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  private final TerminalHost host;

  @Parameters(arity = "1..*", paramLabel = "MODEL.yaml", description = "The models.")
  private List<Path> files;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description =
          "What to train on, as after 'stn data NAME': strokes, \"mnist --train 10000\","
              + " \"csv FILE --target COLUMN\"; several times for several data sets.")
  private List<String> data;

  @Mixin private SweepArguments arguments;

  SweepCommand(TerminalHost host) {
    this.host = host;
  }

  @Override
  public Integer call() throws Exception {
    ChartStyle style = arguments.charts(ChartStyle.STANDARD);
    CommandTree commands = new CommandTree(host, new Workbench(), "./stn");
    Map<String, ModelSpec> models = new LinkedHashMap<>();
    for (Path file : files) {
      String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
      List<String> words = List.of("model", name, "--file", file.toString());
      if (models.put(name, (ModelSpec) commands.run(words)) != null) {
        throw new IllegalArgumentException("two models are named " + name + "; rename a file");
      }
    }
    Map<String, Source> sources = new LinkedHashMap<>();
    for (String text : data) {
      List<String> words = new ArrayList<>(List.of("data", text));
      words.addAll(Words.split(text));
      sources.put(text, (Source) commands.run(words));
    }
    String first = models.keySet().iterator().next();
    Path folder = arguments.folder().orElse(Path.of("out").resolve(first + "-sweep"));
    Optional<TrialExecutor> executor = arguments.open(models, Optional.of(folder));
    try {
      Sweep sweep =
          arguments.sweep(
              models,
              sources,
              text -> Optional.of(DataOfWords.absolute(Words.split(text))),
              Optional.of(folder),
              executor);
      try (Finish finish = new Finish(sweep::stop)) {
        SweepResult result = commands.sweep(sweep, Optional.of(folder), style);
        host.finish();
        host.print("Table, chart and networks are in " + folder + ".");
        return result.ended() ? 0 : STOPPED;
      }
    } finally {
      executor.ifPresent(TrialExecutor::close);
    }
  }
}

package org.selftuning.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.selftuning.compare.Comparison;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.data.Source;
import org.selftuning.magics.ChartStyle;
import org.selftuning.magics.CommandTree;
import org.selftuning.magics.CompareArguments;
import org.selftuning.magics.DataOfWords;
import org.selftuning.magics.TerminalHost;
import org.selftuning.magics.Words;
import org.selftuning.magics.Workbench;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.TrialExecutor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares ways to find good hyperparameters, without a notebook. */
@Command(
    name = "compare",
    description = {
      "Compare self-tuning with other ways to find good hyperparameters, each with the same budget"
          + " on the same model and data, and write tables and charts. Stopped by Ctrl-C, or"
          + " killed, it continues when the same command is given again."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  private final TerminalHost host;

  @Parameters(paramLabel = "MODEL.yaml", description = "The gated model.")
  private Path file;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description =
          "What to train on, as after 'stn data NAME': strokes, \"mnist --train 10000\","
              + " \"csv FILE --target COLUMN\", \"text FILE --unit character\".")
  private String data;

  @Mixin private CompareArguments arguments;

  CompareCommand(TerminalHost host) {
    this.host = host;
  }

  @Override
  public Integer call() throws Exception {
    String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    Path folder = arguments.folder().orElse(Path.of("out").resolve(name + "-comparison"));
    CommandTree commands = new CommandTree(host, new Workbench(), "./stn");
    ModelSpec model = (ModelSpec) commands.run(List.of("model", name, "--file", file.toString()));
    List<String> words = new ArrayList<>(List.of("data", name));
    words.addAll(Words.split(data));
    Source source = (Source) commands.run(words);
    arguments.check();
    ChartStyle style = arguments.charts(ChartStyle.STANDARD);
    Optional<TrialExecutor> executor = arguments.open(model, Optional.of(folder));
    try {
      Comparison comparison =
          arguments.comparison(
              model,
              source,
              Optional.of(DataOfWords.absolute(Words.split(data))),
              Optional.of(folder),
              executor);
      try (Finish finish = new Finish(comparison::stop)) {
        ComparisonResult result = commands.compare(comparison, Optional.of(folder), style);
        host.finish();
        host.print("Charts, tables and the best networks are in " + folder + ".");
        return result.ended() ? 0 : STOPPED;
      }
    } finally {
      executor.ifPresent(TrialExecutor::close);
    }
  }
}

package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.selftuning.chart.Charts;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.Source;
import org.selftuning.magics.ChartStyle;
import org.selftuning.magics.CommandTree;
import org.selftuning.magics.DataOfWords;
import org.selftuning.magics.StudyArguments;
import org.selftuning.magics.StudyView;
import org.selftuning.magics.TerminalHost;
import org.selftuning.magics.TrainArguments;
import org.selftuning.magics.Words;
import org.selftuning.magics.Workbench;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.TrialExecutor;
import org.selftuning.study.ScheduleStudy;
import org.selftuning.study.StudyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Studies a schedule without a notebook. */
@Command(
    name = "study",
    description = {
      "Study whether the schedule that an STN finds for one hyperparameter beats every fixed value:"
          + " the six rows of the STN paper's Table 1. Stopped by Ctrl-C, the same command continues."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class StudyCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  private final TerminalHost host;

  @Parameters(paramLabel = "MODEL.yaml", description = "The model.")
  private Path file;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description =
          "What to train on, as after 'stn data NAME': strokes, \"ptb --train 200000\","
              + " \"text FILE --unit character\".")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of the results; without it out/ and the model's name, -study.")
  private Path out;

  @Mixin private StudyArguments study;

  @Mixin private TrainArguments arguments;

  StudyCommand(TerminalHost host) {
    this.host = host;
  }

  @Override
  public Integer call() throws Exception {
    ChartStyle style = study.charts(ChartStyle.STANDARD);
    String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    Path folder = out != null ? out : Path.of("out").resolve(name + "-study");
    CommandTree commands = new CommandTree(host, new Workbench(), "./stn");
    ModelSpec model =
        study.model((ModelSpec) commands.run(List.of("model", name, "--file", file.toString())));
    List<String> words = new ArrayList<>(List.of("data", name));
    words.addAll(Words.split(data));
    Source source = (Source) commands.run(words);
    study.settings(model); // what is wrong is said before anything is started
    StudyView view = new StudyView(host);
    Optional<TrialExecutor> executor = study.open(model, arguments, Optional.of(folder));
    try {
      ScheduleStudy planned =
          study.study(
              model,
              source,
              Optional.of(DataOfWords.absolute(Words.split(data))),
              arguments,
              Optional.of(folder),
              executor);
      return run(planned, folder, view, style);
    } finally {
      executor.ifPresent(TrialExecutor::close);
    }
  }

  private int run(ScheduleStudy planned, Path folder, StudyView view, ChartStyle style)
      throws IOException {
    try (Finish finish = new Finish(planned::stop)) {
      StudyResult result = planned.run(folder, view);
      view.ended(
          result.complete()
              ? "the study is complete"
              : "the study was stopped; the same command continues");
      host.finish();
      write(result, folder, style);
      host.print("Charts, tables and schedules are in " + folder + ".");
      return result.complete() ? 0 : STOPPED;
    }
  }

  private void write(StudyResult result, Path folder, ChartStyle style) throws IOException {
    AtomicFile.write(folder.resolve("fixed.csv"), result.gridTable().write().toString("csv"));
    if (!result.grid().isEmpty()) {
      style.save(Charts.studyGrid(result), folder, "fixed");
    }
    if (!result.rows().isEmpty()) {
      host.print(result.table().print());
      AtomicFile.write(folder.resolve("study.csv"), result.table().write().toString("csv"));
      style.save(Charts.study(result), folder, "study");
      style.save(Charts.schedules(result.schedules()), folder, "schedules");
    }
    if (!result.starts().isEmpty()) {
      result.starts().get(0).schedule().save(folder.resolve("schedule.csv"));
    }
    if (result.starts().size() > 1) {
      AtomicFile.write(folder.resolve("starts.csv"), result.startsTable().write().toString("csv"));
      style.save(Charts.studyStarts(result), folder, "starts");
    }
  }
}

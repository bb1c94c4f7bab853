package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.selftuning.chart.Charts;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.TrialExecutor;
import org.selftuning.study.StudyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Studies whether a schedule beats every fixed value. */
@Command(
    name = "study",
    sortOptions = false,
    description = {
      "Studies whether the schedule that an STN finds for one hyperparameter beats every fixed"
          + " value, and whether it is the schedule that does it: the six rows of the STN paper's"
          + " Table 1. Trains the STN, and plain networks with the best fixed value of a grid, with"
          + " noise and a sine on it, with the STN's final value, and with its schedule replayed.",
      "Returns the StudyResult."
    })
final class ScheduleStudyCommand implements Callable<StudyResult> {
  private final Session session;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      completionCandidates = Names.Models.class,
      description = "the model (the one defined last)")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      completionCandidates = Names.Data.class,
      description = "the data set (the one loaded last)")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "keep what is done in DIR, from which the same command continues")
  private Path out;

  @Mixin private StudyArguments study;

  @Mixin private TrainArguments arguments;

  ScheduleStudyCommand(Session session) {
    this.session = session;
  }

  @Override
  public StudyResult call() throws IOException {
    Workbench bench = session.bench();
    ModelSpec spec = study.model(bench.models().get(model == null ? bench.models().last() : model));
    String named = data == null ? bench.data().last() : data;
    Source source = bench.data().get(named);
    ChartStyle style = study.charts(bench.charts());
    study.settings(spec); // what is wrong is said before anything is started
    StudyView view = new StudyView(session.host());
    Optional<Path> folder = Optional.ofNullable(out);
    Optional<TrialExecutor> executor = study.open(spec, arguments, folder);
    StudyResult result;
    try {
      result =
          study.study(spec, source, bench.words(named), arguments, folder, executor).run(out, view);
    } finally {
      executor.ifPresent(TrialExecutor::close);
    }
    view.ended(message(result));
    if (!result.grid().isEmpty()) {
      session.host().show(style.bundle(Charts.studyGrid(result)));
    }
    if (!result.rows().isEmpty()) {
      session.host().show(style.bundle(Charts.study(result)));
      session.host().show(MimeBundle.table(result.table()));
      session.host().show(style.bundle(Charts.schedules(result.schedules())));
    }
    if (result.starts().size() > 1) {
      session.host().show(style.bundle(Charts.studyStarts(result)));
    }
    return result;
  }

  private String message(StudyResult result) {
    if (result.complete()) {
      return "the study is complete";
    }
    return out == null
        ? "the study was stopped; with --out DIR it could continue later"
        : "the study was stopped and is kept in " + out + "; the same command continues";
  }
}

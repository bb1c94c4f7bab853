package org.selftuning.magics;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.selftuning.record.Run;
import org.selftuning.record.Schedule;
import org.selftuning.tensor.Device;
import org.selftuning.train.TrainOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a plain network whose hyperparameters follow a schedule. */
@Command(
    name = "replay",
    sortOptions = false,
    description = {
      "Trains the plain network, without gates, whose hyperparameters have at every step the value"
          + " that they had in another run. Model and options are those of that run.",
      "Returns the Run."
    })
final class ScheduleReplayCommand implements Callable<Run> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run whose schedule is replayed")
  private String source;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "what the new run is called (RUN-replayed)")
  private String name;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "follow the schedule in FILE, .csv or .json, in place of the one that RUN took")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      completionCandidates = Names.Data.class,
      description = "the data set (the one loaded last)")
  private String data;

  @Option(names = "--epochs", paramLabel = "N", description = "the most epochs (RUN's)")
  private Integer epochs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "what all randomness of the run comes from (RUN's)")
  private Long seed;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      completionCandidates = Names.Devices.class,
      description = "where to train (${DEFAULT-VALUE})")
  private String device;

  @Option(names = "--quiet", description = "show the result only")
  private boolean quiet;

  ScheduleReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public Run call() {
    Workbench bench = session.bench();
    Run followed = bench.runs().get(source);
    session.requireIdle(source);
    if (followed.spec().space().isEmpty()) {
      throw new IllegalArgumentException(
          "run '" + source + "' has no hyperparameters, so it took no schedule");
    }
    Schedule schedule = file == null ? followed.schedule() : Schedule.load(file);
    TrainOptions options = followed.options();
    options = epochs == null ? options : options.epochs(epochs);
    options = seed == null ? options : options.seed(seed);
    String runName = name == null ? source + "-replayed" : name;
    session.requireIdle(runName);
    Run run =
        Run.replay(
            runName,
            followed.spec(),
            schedule,
            bench.data().get(data == null ? bench.data().last() : data),
            options,
            Device.named(device));
    bench.keep(runName, run);
    new Training(session, runName, run, quiet).go();
    return run;
  }
}

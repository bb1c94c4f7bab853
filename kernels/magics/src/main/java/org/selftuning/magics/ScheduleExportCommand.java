package org.selftuning.magics;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.selftuning.record.Run;
import org.selftuning.record.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a run's schedule to a file. */
@Command(
    name = "export",
    description = {
      "Writes the schedule that a run took to a file: a row for each step at which something"
          + " changed, a column for each hyperparameter.",
      "Returns the Schedule."
    })
final class ScheduleExportCommand implements Callable<Schedule> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run")
  private String name;

  @Parameters(index = "1", paramLabel = "FILE", description = "where to, as .csv or .json")
  private Path file;

  ScheduleExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Schedule call() {
    Run run = session.bench().runs().get(name);
    if (run.spec().space().isEmpty()) {
      throw new IllegalArgumentException(
          "run '" + name + "' has no hyperparameters, so it took no schedule");
    }
    Schedule schedule = run.schedule();
    schedule.save(file);
    session.host().print("the schedule of " + name + " is in " + file);
    return schedule;
  }
}

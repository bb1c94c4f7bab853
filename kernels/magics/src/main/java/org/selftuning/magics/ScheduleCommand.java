package org.selftuning.magics;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What can be done with schedules. */
@Command(
    name = "schedule",
    synopsisSubcommandLabel = "(export | replay | study)",
    description = {
      "The schedule that a run took: write it to a file, replay it in a plain network, or study"
          + " whether it beats every fixed value."
    },
    subcommands = {
      ScheduleExportCommand.class,
      ScheduleReplayCommand.class,
      ScheduleStudyCommand.class
    })
final class ScheduleCommand implements Callable<Object> {
  ScheduleCommand() {}

  @Override
  public Object call() {
    throw new IllegalArgumentException(
        "schedule what? schedule export, schedule replay or schedule study");
  }
}

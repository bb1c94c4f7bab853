package org.selftuning.magics;

import java.util.concurrent.Callable;
import org.selftuning.record.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits for a run in the background. */
@Command(
    name = "wait",
    description = {
      "Waits until a run in the background has ended, and shows how it goes and its results:"
          + " also in a page that was closed and opened again. An interrupt ends the waiting, not"
          + " the run.",
      "Returns the Run."
    })
final class WaitCommand implements Callable<Run> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest)")
  private String name;

  @Option(names = "--quiet", description = "show the result only")
  private boolean quiet;

  WaitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Run call() {
    Workbench bench = session.bench();
    String runName = name == null ? bench.runs().last() : name;
    Run run = bench.runs().get(runName);
    Training training = new Training(session, runName, run, quiet);
    LiveRun live = new LiveRun(session.host(), session.bench().charts(), run.history());
    if (!quiet) {
      live.start();
    }
    try {
      bench.background().await(run);
    } catch (InterruptedException e) {
      live.stop();
      session.host().print(runName + " continues in the background");
      return run;
    }
    if (quiet) {
      session.host().print(training.message());
    } else {
      live.finish(training.message(), run.result().table());
    }
    return run;
  }
}

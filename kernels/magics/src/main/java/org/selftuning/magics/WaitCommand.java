package org.selftuning.magics;

import java.util.concurrent.Callable;
import org.selftuning.record.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Waits for a run in the background. */
@Command(
    name = "wait",
    description = {
      "Waits until a run in the background has ended, and says what came of it. An interrupt ends"
          + " the waiting, not the run.",
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

  WaitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Run call() {
    Workbench bench = session.bench();
    String runName = name == null ? bench.runs().last() : name;
    Run run = bench.runs().get(runName);
    try {
      bench.background().await(run);
    } catch (InterruptedException e) {
      session.host().print(runName + " goes on in the background");
      return run;
    }
    session.host().print(new Training(session, runName, run, true).message());
    return run;
  }
}

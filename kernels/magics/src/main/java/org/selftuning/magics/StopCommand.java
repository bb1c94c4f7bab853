package org.selftuning.magics;

import java.util.concurrent.Callable;
import org.selftuning.record.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a run in the background. */
@Command(
    name = "stop",
    description = {
      "Stops a run that trains in the background, after the current step. It is kept, and can"
          + " continue with resume.",
      "Returns the Run."
    })
final class StopCommand implements Callable<Run> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest)")
  private String name;

  StopCommand(Session session) {
    this.session = session;
  }

  @Override
  public Run call() throws InterruptedException {
    Workbench bench = session.bench();
    String runName = name == null ? bench.runs().last() : name;
    Run run = bench.runs().get(runName);
    if (!bench.background().has(run)) {
      throw new IllegalStateException(
          "run '" + runName + "' is not training; " + run.result().message());
    }
    run.stop();
    bench.background().await(run);
    session.host().print(new Training(session, runName, run, true).message());
    return run;
  }
}

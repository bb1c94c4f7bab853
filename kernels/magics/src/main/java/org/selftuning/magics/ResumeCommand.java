package org.selftuning.magics;

import java.util.concurrent.Callable;
import org.selftuning.record.Run;
import org.selftuning.record.RunResult;
import org.selftuning.train.TrainingOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Continues a run. */
@Command(
    name = "resume",
    description = {
      "Continues a run that was stopped, interrupted or loaded, as if it had never stopped.",
      "Returns the Run."
    })
final class ResumeCommand implements Callable<Run> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest)")
  private String name;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "take N more epochs than are done, whatever was planned")
  private int more;

  @Option(names = "--quiet", description = "show the result only")
  private boolean quiet;

  @Option(
      names = "--background",
      description = "return at once and train behind the cells; see stop and wait")
  private boolean background;

  ResumeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Run call() {
    String runName = name == null ? session.bench().runs().last() : name;
    Run run = session.bench().runs().get(runName);
    session.requireIdle(runName);
    RunResult result = run.result();
    if (more < 0) {
      throw new IllegalArgumentException("--epochs must be at least 1, not " + more);
    }
    if (more > 0) {
      run.extendTo(result.epochs() + more);
    } else if (result.epochs() >= run.options().epochs()) {
      throw new IllegalArgumentException(
          String.format(
              "run '%s' has done all of its %d epochs; add some with --epochs N",
              runName, result.epochs()));
    }
    if (result.cause() == TrainingOutcome.Cause.DIVERGED) {
      throw new IllegalArgumentException(
          "run '" + runName + "' has diverged, and would do so again; train it again");
    }
    Training training = new Training(session, runName, run, quiet);
    if (background) {
      training.goBehind();
    } else {
      training.go();
    }
    return run;
  }
}

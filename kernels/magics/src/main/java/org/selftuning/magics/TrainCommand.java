package org.selftuning.magics;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network while it tunes itself. */
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Trains a model while it tunes its own hyperparameters, and shows how it goes. When it is"
          + " interrupted, the run is kept and can continue with resume.",
      "Returns the Run: var run = %%stn train NAME"
    })
final class TrainCommand implements Callable<Run> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      completionCandidates = Names.Runs.class,
      description = "what the run is called (the model's name)")
  private String name;

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

  @Mixin private TrainArguments arguments;

  @Mixin private FixArguments fix;

  @Mixin private ImportArguments imported;

  @Mixin private LogArguments log;

  @Option(names = "--quiet", description = "show the result only")
  private boolean quiet;

  @Option(
      names = "--background",
      description = "return at once and train behind the cells; see stop and wait")
  private boolean background;

  TrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Run call() throws IOException {
    Workbench bench = session.bench();
    String modelName = model == null ? bench.models().last() : model;
    ModelSpec spec = fix.fixed(bench.models().get(modelName));
    Source source = bench.data().get(data == null ? bench.data().last() : data);
    String runName = name == null ? modelName : name;
    session.requireIdle(runName);
    Run run = Run.plan(runName, spec, source, arguments.options(), arguments.device());
    try {
      imported.into(run, session.host());
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
    bench.keep(runName, run);
    log.listen(runName, run, session.host()::print);
    Training training = new Training(session, runName, run, quiet, arguments.checkpointEvery());
    if (background) {
      training.goBehind();
    } else {
      training.go();
    }
    return run;
  }
}

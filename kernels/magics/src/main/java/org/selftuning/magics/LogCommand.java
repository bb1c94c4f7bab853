package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.selftuning.record.History;
import org.selftuning.record.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a run for a tracker of experiments. */
@Command(
    name = "log",
    description = {
      "Writes what was recorded of a run for a tracker of experiments, TensorBoard or MLflow:"
          + " losses, hyperparameters and their sigma after every step, scores after every epoch."
          + " With the same options train writes it as it goes.",
      "Returns the Paths of the folders."
    })
final class LogCommand implements Callable<List<Path>> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run, or the file of a checkpoint")
  private String name;

  @Mixin private LogArguments arguments;

  LogCommand(Session session) {
    this.session = session;
  }

  @Override
  public List<Path> call() throws IOException {
    boolean file = TrainedArguments.isCheckpoint(session, name);
    History history =
        file ? Run.history(Path.of(name)) : session.bench().runs().get(name).history();
    String run = file ? Path.of(name).getFileName().toString().replaceFirst("\\.[^.]*$", "") : name;
    List<Path> folders = arguments.write(run, history, session.host()::print);
    if (folders.isEmpty()) {
      throw new IllegalArgumentException(
          "where is " + name + " to be written? give --tensorboard DIR or --mlflow DIR");
    }
    return folders;
  }
}

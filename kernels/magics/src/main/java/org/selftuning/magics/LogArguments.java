package org.selftuning.magics;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.selftuning.record.History;
import org.selftuning.record.MlflowLog;
import org.selftuning.record.Run;
import org.selftuning.record.RunListener;
import org.selftuning.record.RunSnapshot;
import org.selftuning.record.TensorBoardLog;
import org.selftuning.train.TrainOptions;
import picocli.CommandLine.Option;

/** Where else a run is written: for trackers of experiments. */
public final class LogArguments {
  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "write event files for TensorBoard into DIR, in a folder of the run's name; tensorboard"
              + " --logdir DIR shows them")
  private Path tensorboard;

  @Option(
      names = "--mlflow",
      paramLabel = "DIR",
      description =
          "write a run into the MLflow file store DIR, such as mlruns; mlflow ui"
              + " --backend-store-uri DIR shows it")
  private Path mlflow;

  /** Made by picocli. */
  public LogArguments() {}

  /**
   * Has a run written while it trains.
   *
   * @param name what it is called
   * @param problems receives one line when a log can't be written any more
   */
  public void listen(String name, Run run, Consumer<String> problems) {
    boolean resumed = run.history().snapshot().steps() > 0;
    Map<String, String> params = new LinkedHashMap<>();
    try {
      for (RecordComponent option : TrainOptions.class.getRecordComponents()) {
        params.put(option.getName(), option.getAccessor().invoke(run.options()).toString());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // its accessors are public
    }
    logs(name, run.history(), resumed, params, problems).forEach(run::listen);
  }

  /**
   * Writes what was recorded of a run, reports it in a line each, and returns the folders.
   *
   * @throws IllegalStateException if it can't be written; one line says why
   */
  List<Path> write(String name, History history, Consumer<String> report) {
    Consumer<String> refuse =
        problem -> {
          throw new IllegalStateException(problem);
        };
    logs(name, history, false, Map.of(), refuse).forEach(history::replay);
    List<Path> folders = new ArrayList<>();
    if (tensorboard != null) {
      folders.add(tensorboard);
      report.accept(
          name + " is in " + tensorboard + "; see it with tensorboard --logdir " + tensorboard);
    }
    if (mlflow != null) {
      folders.add(mlflow);
      report.accept(
          name + " is in " + mlflow + "; see it with mlflow ui --backend-store-uri " + mlflow);
    }
    return folders;
  }

  private List<RunListener> logs(
      String name,
      History history,
      boolean resumed,
      Map<String, String> params,
      Consumer<String> problems) {
    RunSnapshot now = history.snapshot();
    double seconds = now.steps() == 0 ? 0 : now.seconds(now.steps() - 1);
    Instant zero = Instant.now().minusNanos((long) (seconds * 1e9));
    List<RunListener> logs = new ArrayList<>();
    if (tensorboard != null) {
      Path fresh = TensorBoardLog.folder(tensorboard, name);
      Path folder = resumed ? TensorBoardLog.known(tensorboard, name) : fresh;
      logs.add(new TensorBoardLog(folder, zero, problems));
    }
    if (mlflow != null) {
      logs.add(new MlflowLog(mlflow, name, params, zero, problems));
    }
    return logs;
  }
}

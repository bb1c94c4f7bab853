package org.selftuning.record;

import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.selftuning.data.AtomicFile;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.train.Plan;
import org.selftuning.train.TrainingOutcome;

/**
 * Writes a run into a file store of MLflow, {@code mlruns}: {@code mlflow ui --backend-store-uri
 * DIR} shows it. It is a run of the experiment "Default", number 0, with a new identifier:
 *
 * <pre>
 * 0/meta.yaml                 the experiment, if it is missing
 * 0/ID/meta.yaml              the run: name, status, times
 * 0/ID/params/NAME            a text: how it is trained, ranges and starts of hyperparameters
 * 0/ID/tags/NAME              a text
 * 0/ID/metrics/GROUP/NAME     a line for each number: milliseconds, value, training step
 * </pre>
 */
public final class MlflowLog extends ScalarLog {
  private static final String EXPERIMENT = "0";

  /** MLflow's numbers of what a run is doing. */
  private enum Status {
    RUNNING(1),
    FINISHED(3),
    FAILED(4),
    KILLED(5);

    private final int number;

    Status(int number) {
      this.number = number;
    }
  }

  private final Path store;
  private final String name;
  private final Map<String, String> params;
  private final Instant zero;
  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final Path folder;
  private final Map<String, StringBuilder> pending = new LinkedHashMap<>();

  /**
   * A log.
   *
   * @param store the file store, a folder; made if it is missing
   * @param name what the run is called
   * @param params what else it was made with, by name
   * @param zero when the training time of the run was 0: now, if it is about to begin
   * @param problems receives one line when the log can't be written any more
   */
  public MlflowLog(
      Path store,
      String name,
      Map<String, String> params,
      Instant zero,
      Consumer<String> problems) {
    super(zero, problems);
    this.store = store.toAbsolutePath().normalize();
    this.name = name;
    this.params = Map.copyOf(params);
    this.zero = zero;
    folder = this.store.resolve(EXPERIMENT).resolve(id);
  }

  /** The identifier that MLflow knows the run by: 32 hexadecimal digits. */
  public String id() {
    return id;
  }

  @Override
  void begin(Plan plan) throws IOException {
    Path experiment = store.resolve(EXPERIMENT).resolve("meta.yaml");
    if (!Files.exists(experiment)) {
      Map<String, Object> meta = new LinkedHashMap<>();
      meta.put("artifact_location", uri(store.resolve(EXPERIMENT)));
      meta.put("creation_time", zero.toEpochMilli());
      meta.put("experiment_id", EXPERIMENT);
      meta.put("last_update_time", zero.toEpochMilli());
      meta.put("lifecycle_stage", "active");
      meta.put("name", "Default");
      AtomicFile.write(experiment, yaml(meta));
    }
    for (String part : new String[] {"artifacts", "metrics", "params", "tags"}) {
      Files.createDirectories(folder.resolve(part));
    }
    text("tags", "mlflow.runName", name);
    text("tags", "mlflow.source.type", "LOCAL");
    text("tags", "mlflow.user", System.getProperty("user.name"));
    for (Map.Entry<String, String> param : params.entrySet()) {
      text("params", param.getKey(), param.getValue());
    }
    text("params", "method", plan.method().toString());
    text("params", "epochs", Integer.toString(plan.epochs()));
    if (!plan.device().isEmpty()) {
      text("params", "device", plan.device());
    }
    for (Hyperparameter h : plan.hyperparameters()) {
      text("params", "range of " + h.name(), h.range().low() + " to " + h.range().high());
      text("params", "start of " + h.name(), Double.toString(h.start()));
    }
    run(Status.RUNNING, null);
  }

  private void text(String part, String key, String value) throws IOException {
    AtomicFile.write(folder.resolve(part).resolve(asFile(key)), value);
  }

  private void run(Status status, Instant end) throws IOException {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("artifact_uri", uri(folder.resolve("artifacts")));
    meta.put("end_time", end == null ? null : end.toEpochMilli());
    meta.put("entry_point_name", "");
    meta.put("experiment_id", EXPERIMENT);
    meta.put("lifecycle_stage", "active");
    meta.put("run_id", id);
    meta.put("run_name", name);
    meta.put("run_uuid", id);
    meta.put("source_name", "");
    meta.put("source_type", 4);
    meta.put("source_version", "");
    meta.put("start_time", zero.toEpochMilli());
    meta.put("status", status.number);
    meta.put("user_id", System.getProperty("user.name"));
    AtomicFile.write(folder.resolve("meta.yaml"), yaml(meta) + "tags: []\n");
  }

  /** The address of a folder, whether it is there or not. */
  private static String uri(Path folder) {
    return folder.toUri().toString().replaceFirst("/$", "");
  }

  /** YAML whose texts are quoted as in JSON. */
  private static String yaml(Map<String, Object> meta) {
    StringBuilder lines = new StringBuilder();
    meta.forEach(
        (key, value) ->
            lines
                .append(key)
                .append(": ")
                .append(value instanceof String text ? new JsonPrimitive(text) : value)
                .append('\n'));
    return lines.toString();
  }

  @Override
  void add(Map<String, Double> scalars, long step, Instant time) {
    scalars.forEach(
        (metric, value) ->
            pending
                .computeIfAbsent(metric, unused -> new StringBuilder())
                .append(time.toEpochMilli())
                .append(' ')
                .append(value)
                .append(' ')
                .append(step)
                .append('\n'));
  }

  @Override
  void flush() throws IOException {
    for (Map.Entry<String, StringBuilder> metric : pending.entrySet()) {
      String[] path = metric.getKey().split("/", 2);
      Path file = folder.resolve("metrics").resolve(path[0]).resolve(asFile(path[1]));
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, metric.getValue(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    pending.clear();
  }

  @Override
  void end(TrainingOutcome ending, Instant time) throws IOException {
    Status status =
        switch (ending.cause()) {
          case COMPLETED, EARLY_STOP -> Status.FINISHED;
          case STOPPED -> Status.KILLED;
          case DIVERGED -> Status.FAILED;
        };
    text("tags", "stn.ending", ending.message());
    run(status, time);
  }
}

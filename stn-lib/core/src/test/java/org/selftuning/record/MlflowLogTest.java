package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.train.Score;
import org.selftuning.train.TrainingOutcome;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The store as MLflow's documentation and its own stores lay it out. */
final class MlflowLogTest {
  private static final Instant ZERO = Instant.ofEpochMilli(1_700_000_000_000L);

  @TempDir Path store;

  private final MadeUpRun run = new MadeUpRun(3, 4, MadeUpRun.dropouts());
  private final List<String> problems = new ArrayList<>();

  private MlflowLog log() {
    return new MlflowLog(store, "a \"first\" run", Map.of("batch", "32"), ZERO, problems::add);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(Path file) throws IOException {
    return (Map<String, Object>)
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  @Test
  void writesARunOfTheDefaultExperiment() throws IOException {
    MlflowLog log = log();
    run.tell(log, 12, true);
    log.tested(2, new Score(0.5, 0.75));
    assertThat(problems).isEmpty();
    assertThat(yaml(store.resolve("0/meta.yaml")))
        .containsEntry("experiment_id", "0")
        .containsEntry("name", "Default")
        .containsEntry("lifecycle_stage", "active")
        .containsEntry("artifact_location", "file://" + store.resolve("0"));
    Path folder = store.resolve("0").resolve(log.id());
    assertThat(log.id()).matches("[0-9a-f]{32}");
    assertThat(yaml(folder.resolve("meta.yaml")))
        .containsEntry("run_id", log.id())
        .containsEntry("artifact_uri", "file://" + folder.resolve("artifacts"))
        .containsEntry("run_name", "a \"first\" run")
        .containsEntry("status", 3)
        .containsEntry("start_time", ZERO.toEpochMilli())
        .containsEntry("end_time", ZERO.toEpochMilli() + 48)
        .containsEntry("tags", List.of());
    assertThat(folder.resolve("params/batch")).hasContent("32");
    assertThat(folder.resolve("params/range of dropout 1")).hasContent("0.0 to 0.95");
    assertThat(folder.resolve("tags/mlflow.runName")).hasContent("a \"first\" run");
    assertThat(Files.readAllLines(folder.resolve("metrics/loss/training")))
        .hasSize(12)
        .contains(ZERO.toEpochMilli() + 8 + " " + run.step(2).trainingLoss() + " 2");
    assertThat(Files.readAllLines(folder.resolve("metrics/hyperparameter/dropout 2")))
        .hasSize(12)
        .contains(ZERO.toEpochMilli() + 40 + " " + run.step(10).values()[2] + " 10");
    assertThat(Files.readAllLines(folder.resolve("metrics/epoch/validation_loss")))
        .hasSize(3)
        .contains(ZERO.toEpochMilli() + 32 + " " + run.epoch(2).validation().loss() + " 8");
    assertThat(folder.resolve("metrics/test/accuracy"))
        .hasContent(ZERO.toEpochMilli() + 48 + " 0.75 8\n");
  }

  @Test
  void keepsTheExperimentThatIsThere() throws IOException {
    run.tell(log(), 4, true);
    String before = Files.readString(store.resolve("0/meta.yaml"));
    Files.writeString(store.resolve("0/meta.yaml"), before + "# mine\n");
    run.tell(log(), 4, true);
    assertThat(store.resolve("0/meta.yaml")).hasContent(before + "# mine\n");
    try (var runs = Files.list(store.resolve("0"))) {
      assertThat(runs.filter(Files::isDirectory)).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED, 3", "EARLY_STOP, 3", "STOPPED, 5", "DIVERGED, 4"})
  void theStatusSaysHowItEnded(TrainingOutcome.Cause cause, int status) throws IOException {
    MlflowLog log = log();
    run.ends(cause).tell(log, 4, true);
    assertThat(yaml(store.resolve("0").resolve(log.id()).resolve("meta.yaml")))
        .containsEntry("status", status);
  }

  @Test
  void aRunInProgressHasNoEnd() throws IOException {
    MlflowLog log = log();
    run.tell(log, 8, false);
    assertThat(yaml(store.resolve("0").resolve(log.id()).resolve("meta.yaml")))
        .containsEntry("status", 1)
        .containsEntry("end_time", null);
  }
}

package org.selftuning.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.Fuzz;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.RandomStream;

/** Damaged checkpoints are read or refused: the file, and the state in a file that is whole. */
final class CheckpointFuzzTest {
  @TempDir Path folder;

  @Test
  void checkpoints() throws IOException {
    Path file = folder.resolve("run.stn");
    ModelSpec spec =
        ModelSpec.input(4)
            .tune(Hyperparameter.continuous("p", Range.interval(0, 0.9), 0.1))
            .dropout("p")
            .gatedLinear(3)
            .crossEntropy();
    Checkpoint.of(
            spec,
            Feed.of(StrokeDigits.split(9, 3, 3, 1)),
            TrainOptions.defaults(),
            new Progress(),
            Map.of("noise", new RandomStream(1, "noise")))
        .write(file, Map.of(), Map.of("name", "first"));
    byte[] whole = Files.readAllBytes(file);
    Map<String, String> texts;
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      texts = checkpoint.sections();
    }
    String model = texts.get("model");
    byte[] state = texts.get("state").getBytes(StandardCharsets.UTF_8);
    check("checkpoint", file, whole, bytes -> Files.write(file, bytes));
    check(
        "checkpoint's state",
        file,
        state,
        bytes ->
            SafeTensors.write(
                file,
                Map.of(),
                Map.of("model", model, "state", new String(bytes, StandardCharsets.UTF_8))));
  }

  private static void check(String name, Path file, byte[] valid, Fuzz.Read write) {
    Fuzz.check(
        name,
        file.toString(),
        IOException.class,
        List.of(valid),
        bytes -> {
          write.from(bytes);
          Checkpoint.open(file).close();
        });
  }
}

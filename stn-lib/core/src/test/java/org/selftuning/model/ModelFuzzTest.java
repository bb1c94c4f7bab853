package org.selftuning.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.Fuzz;

/** Damaged models are read or refused; one that is read can be summarized and printed. */
final class ModelFuzzTest {

  @Test
  void models(@TempDir Path folder) {
    List<byte[]> valid = new ArrayList<>();
    RandomSpecs specs = new RandomSpecs(1);
    for (int i = 0; i < 20; i++) {
      valid.add(ModelYaml.print(specs.next()).getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("model.yaml");
    Fuzz.check(
        "model",
        file.toString(),
        ModelException.class,
        valid,
        bytes -> {
          Files.write(file, bytes);
          ModelSpec model = ModelYaml.read(file);
          new ModelSummary(model).text();
          ModelYaml.print(model);
        });
  }
}

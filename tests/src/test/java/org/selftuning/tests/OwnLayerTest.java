package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A layer that a cell defines: one process saves a run of it, another defines it again and loads.
 */
final class OwnLayerTest {
  private static final Path SCRIPT = Path.of("..", "stn").toAbsolutePath().normalize();

  private static final String LAYER =
      """
      record Bend(@Default("1") double start) implements Layer {
        public Node apply(Graph g, Node x) {
          Weight slope = g.responsive("slope", new Initializer.Constant(start), x.shape().dims());
          return x.times(g.sigmoid(x.times(slope.value())));
        }
      }
      Layers.register(Bend.class);
      """;

  private static final String DATA =
      "%stn data digits strokes --train 128 --validation 64 --test 20";

  private static final String MODEL =
      """
      %%stn model own
      input: 784
      hyperparameters:
        rate: {range: [0, 0.95], start: 0.05}
      layers:
        - dropout: rate
        - gated-linear: 8
        - residual: [bend: 0.5]
        - gated-linear: 10
      loss: cross-entropy
      """;

  @TempDir Path folder;

  @BeforeEach
  void needsAShell() {
    assumeFalse(
        System.getProperty("os.name").startsWith("Windows"), "skipped: stn is a script for bash");
  }

  private Outcome run(String name, String... cells) throws IOException, InterruptedException {
    String json = Stream.of(cells).map(OwnLayerTest::cell).collect(Collectors.joining(", "));
    Files.writeString(
        folder.resolve(name),
        "{\"cells\": [" + json + "], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}");
    List<String> command =
        new ArrayList<>(List.of(SCRIPT.toString(), "run", name, "--out", "executed-" + name));
    return Outcome.of(folder, Map.of("STN_RUNS", folder.resolve("runs").toString()), 5, command);
  }

  private static String cell(String source) {
    String text = source.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "{\"cell_type\": \"code\", \"execution_count\": null, \"metadata\": {},"
        + " \"outputs\": [], \"id\": \"c"
        + Integer.toHexString(source.hashCode())
        + "\", \"source\": \""
        + text
        + "\"}";
  }

  @Test
  void isLoadedWhereItsCellWasRunAgain() throws IOException, InterruptedException {
    Outcome saved =
        run(
            "save.ipynb",
            LAYER,
            DATA,
            MODEL,
            "%stn train own --epochs 2 --warmup-epochs 0 --batch 32 --quiet",
            "%stn save own own.stn");
    assertThat(saved.status()).as(saved.err() + saved.out()).isZero();

    Outcome without = run("without.ipynb", DATA, "%stn load own own.stn");
    assertThat(without.status()).isNotZero();
    assertThat(without.out() + without.err())
        .contains("unknown layer 'bend'")
        .contains("define its record and register it");

    Outcome loaded =
        run("load.ipynb", LAYER, DATA, "%stn load own own.stn", "%stn resume own --epochs 1");
    assertThat(loaded.status()).as(loaded.err() + loaded.out()).isZero();
  }
}

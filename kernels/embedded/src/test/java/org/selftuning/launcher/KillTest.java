package org.selftuning.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed at a random moment, and continued, end with the weights and histories
 * of those that never stopped. {@code mvn -pl kernels/embedded -am test -Dtest=KillTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dstn.kills=30} takes 30 of each.
 */
final class KillTest {
  private static final int KILLS = Integer.getInteger("stn.kills", 1);
  private static final String DATA = "strokes --train 192 --validation 96 --test 64";

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            input: [28, 28, 1]
            hyperparameters: {rate: {range: [0, 0.95], start: 0.05}}
            layers: [flatten, dropout: rate, gated-linear: 10]
            loss: cross-entropy
            """);
  }

  @Test
  void aKilledRunContinuesBitForBit() throws Exception {
    for (Path out :
        killed("train", List.of("--epochs", "150", "--batch", "32", "--checkpoint-every", "5e"))) {
      assertThat(weights(out.resolve("run.stn")))
          .isEqualTo(weights(folder.resolve("whole/run.stn")));
      assertThat(timeless(out.resolve("run.stn")))
          .isEqualTo(timeless(folder.resolve("whole/run.stn")));
    }
  }

  @Test
  void aKilledComparisonContinuesWithTheSameTrials() throws Exception {
    List<String> options =
        List.of(
            "--methods",
            "stn,random,hyperband",
            "--budget-epochs",
            "90",
            "--epochs",
            "30",
            "--batch",
            "32");
    for (Path out : killed("compare", and(options, "--checkpoint-every", "2e"))) {
      for (String attempt : List.of("stn-0", "random-0", "hyperband-0")) {
        assertThat(timeless(out.resolve(attempt + "/study.json")))
            .isEqualTo(timeless(folder.resolve("whole/" + attempt + "/study.json")));
        assertThat(weights(out.resolve(attempt + "/best.stn")))
            .isEqualTo(weights(folder.resolve("whole/" + attempt + "/best.stn")));
      }
    }
  }

  @Test
  void aKilledStudyContinuesWithTheSameRuns() throws Exception {
    List<String> options = List.of("--grid", "0.1,0.5", "--epochs", "30", "--batch", "32");
    for (Path out : killed("study", and(options, "--checkpoint-every", "2e"))) {
      try (Stream<Path> runs = Files.list(folder.resolve("whole/trials"))) {
        List<Path> all = runs.filter(file -> file.toString().endsWith(".json")).toList();
        assertThat(all).hasSize(7);
        for (Path run : all) {
          assertThat(timeless(out.resolve("trials").resolve(run.getFileName())))
              .isEqualTo(timeless(run));
        }
      }
    }
  }

  @Test
  void aKilledKernelContinuesItsBackgroundRunBitForBit() throws Exception {
    String train =
        "%stn train first --background --epochs 150 --batch 32 --seed 0 --device cpu"
            + " --checkpoint-every 5e";
    String load =
        "var first = %stn load first --device cpu\n"
            + "if (first.result().epochs() < 150) {\n  %stn resume first --quiet\n}";
    List<Path> folders =
        killed(
            "kernel",
            out -> {
              boolean saved = Files.exists(out.resolve("runs/first.stn"));
              return List.of("run", notebook(out, saved ? load : train).toString());
            });
    for (Path out : folders) {
      assertThat(weights(out.resolve("run.stn")))
          .isEqualTo(weights(folder.resolve("whole/run.stn")));
      assertThat(timeless(out.resolve("run.stn")))
          .isEqualTo(timeless(folder.resolve("whole/run.stn")));
    }
  }

  /** A notebook that works in the foreground while the run trains, and saves it at its end. */
  private Path notebook(Path out, String cell) throws IOException {
    Files.createDirectories(out);
    String define = "%stn data d " + DATA + "\n%stn model net --file " + model;
    String finish =
        "for (int i = 0; i < 20; i++) { Thread.sleep(10); System.out.println(i); }\n"
            + "%stn wait first\n%stn save first "
            + out.resolve("run.stn");
    JsonArray cells = new JsonArray();
    for (String source : List.of(define, cell, finish)) {
      JsonObject one = new JsonObject();
      one.addProperty("cell_type", "code");
      one.addProperty("source", source);
      cells.add(one);
    }
    JsonObject notebook = new JsonObject();
    notebook.addProperty("nbformat", 4);
    notebook.addProperty("nbformat_minor", 5);
    notebook.add("cells", cells);
    return Files.writeString(out.resolve("killed.ipynb"), notebook.toString());
  }

  private List<Path> killed(String command, List<String> options) throws Exception {
    return killed(
        command,
        out -> {
          List<String> words =
              and(
                  List.of(command, model.toString(), "--data", DATA, "--device", "cpu"),
                  "--seed",
                  "0",
                  "--out",
                  out.toString());
          words.addAll(options);
          boolean begun = command.equals("train") && Files.exists(out.resolve("run.stn"));
          return begun ? and(words, "--resume") : words;
        });
  }

  /** The command line that begins or continues what belongs in {@code out}. */
  private interface Words {
    List<String> in(Path out) throws IOException;
  }

  private static List<String> and(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  /** Runs a command once undisturbed, then some times with a kill; returns those folders. */
  private List<Path> killed(String what, Words words) throws Exception {
    long begin = System.nanoTime();
    finish(start(words, folder.resolve("whole")));
    long duration = (System.nanoTime() - begin) / 1_000_000;
    long seed = Long.getLong("stn.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Path> folders = new ArrayList<>();
    int late = 0;
    for (int i = 0; i < KILLS; i++) {
      Path out = folder.resolve(what + "-" + i);
      Process process = start(words, out);
      long moment = (long) (duration * random.nextDouble());
      if (process.waitFor(moment, TimeUnit.MILLISECONDS)) {
        late++; // it was faster this time
      } else {
        process.destroyForcibly().waitFor();
        if (Files.exists(out.resolve("model.yaml"))) {
          late++; // the last file of a training, so nothing is left to continue
        } else {
          finish(start(words, out));
        }
      }
      folders.add(out);
    }
    System.out.printf("%s: %d kills, %d of them after the end, seed %d%n", what, KILLS, late, seed);
    return folders;
  }

  private void finish(Process process) throws InterruptedException, IOException {
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("log.txt"))).isZero();
  }

  private Process start(Words words, Path out) throws IOException {
    String path = System.getProperty("surefire.test.class.path");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dstn.runs=" + out.resolve("runs"),
                "-cp",
                path == null ? System.getProperty("java.class.path") : path,
                "org.selftuning.launcher.Launcher"));
    line.addAll(words.in(out));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.directory(folder.toFile());
    return builder.redirectOutput(folder.resolve("log.txt").toFile()).start();
  }

  /** All tensors: weights, λ, σ, the optimizers' state, and the best network. */
  private static byte[] weights(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Arrays.copyOfRange(bytes, 8 + header(bytes), bytes.length);
  }

  private static int header(byte[] bytes) {
    return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** A history or a journal without its times. */
  private static JsonElement timeless(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text =
        file.toString().endsWith(".json")
            ? new String(bytes, StandardCharsets.UTF_8)
            : JsonParser.parseString(new String(bytes, 8, header(bytes), StandardCharsets.UTF_8))
                .getAsJsonObject()
                .getAsJsonObject("__metadata__")
                .get("history")
                .getAsString();
    JsonElement json = JsonParser.parseString(text);
    strip(json);
    return json;
  }

  private static void strip(JsonElement json) {
    if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(KillTest::strip);
    } else if (json.isJsonObject()) {
      JsonObject object = json.getAsJsonObject();
      object.remove("seconds");
      if (object.has("curve")) { // epochs, seconds, loss
        object.getAsJsonArray("curve").forEach(point -> point.getAsJsonArray().remove(1));
      }
      object.entrySet().forEach(entry -> strip(entry.getValue()));
    }
  }
}

package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.record.Run;

/** Runs that begin from the weights of a file. */
final class ImportCommandTest {
  private static final String TRAIN =
      " --model mlp --data digits --epochs 1 --warmup-epochs 1 --batch 32 --quiet --weights"
          + " sgd:1e-30,0 --seed ";

  @TempDir Path folder;

  @Test
  void aRunBeginsFromWhatAnotherExported() throws Exception {
    Bench bench = Bench.ready();
    bench.type("train first" + TRAIN + 1);
    Path file = folder.resolve("first.safetensors");
    bench.type("export first " + file);
    bench.host.shown.clear();
    // At this learning rate its weights stay those that it began from.
    Run second = (Run) bench.type("train second" + TRAIN + "2 --import " + file);
    assertThat(bench.shown(0).plain()).contains("weights from first.safetensors");
    Path names = folder.resolve("names.yaml");
    String weight =
        second.trainer().bestWeights().keySet().stream()
            .filter(name -> name.endsWith(".weight"))
            .findFirst()
            .orElseThrow();
    Files.writeString(names, weight + ": " + weight + "\n");
    Run third =
        (Run) bench.type("train third" + TRAIN + "3 --import " + file + " --names " + names);
    Run fourth = (Run) bench.type("train fourth" + TRAIN + "4");
    float[] imported = second.trainer().bestWeights().get(weight);
    int half = imported.length / 2;
    assertThat(Arrays.copyOf(third.trainer().bestWeights().get(weight), half))
        .isEqualTo(Arrays.copyOf(imported, half));
    assertThat(Arrays.copyOf(fourth.trainer().bestWeights().get(weight), half))
        .isNotEqualTo(Arrays.copyOf(imported, half));
  }

  @Test
  void mistakesAreRefusedBeforeARunIsKept() throws Exception {
    Bench bench = Bench.ready();
    assertThatThrownBy(() -> bench.type("train net" + TRAIN + "1 --import gone.safetensors"))
        .hasMessage("gone.safetensors does not exist; check the name");
    assertThatThrownBy(() -> bench.type("train net" + TRAIN + "1 --names n.yaml"))
        .hasMessage("--names n.yaml names tensors of no file; give it with --import FILE");
    assertThat(bench.bench.runs().names()).isEmpty();
  }
}

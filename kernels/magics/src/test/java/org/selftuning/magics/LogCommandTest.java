package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs for trackers of experiments, while they train and later. */
final class LogCommandTest {
  @TempDir Path folder;

  @Test
  void writesARunAsItTrainsAndAfterwards() throws Exception {
    Bench bench = Bench.ready();
    Path boards = folder.resolve("boards");
    Path store = folder.resolve("mlruns");
    bench.type(
        "train net --model mlp --data digits --epochs 2 --batch 32 --quiet --tensorboard "
            + boards
            + " --mlflow "
            + store);
    bench.type("log net --tensorboard " + boards + " --mlflow " + store);
    bench.type("save net " + folder.resolve("kept.stn"));
    new Bench().type("log " + folder.resolve("kept.stn") + " --tensorboard " + boards);

    assertThat(list(boards)).containsExactly("kept", "net", "net-2");
    for (String run : list(boards)) {
      assertThat(list(boards.resolve(run)))
          .singleElement()
          .asString()
          .matches("events\\.out\\.tfevents\\.\\d{10}\\.stn\\.0");
    }
    long live = size(boards.resolve("net"));
    assertThat(size(boards.resolve("net-2"))).isEqualTo(live);
    assertThat(size(boards.resolve("kept"))).isEqualTo(live);
    List<String> runs =
        list(store.resolve("0")).stream().filter(f -> !f.equals("meta.yaml")).toList();
    assertThat(runs).hasSize(2);
    for (String run : runs) {
      assertThat(store.resolve("0").resolve(run).resolve("metrics/test/accuracy")).isNotEmptyFile();
    }
    assertThat(runs)
        .anySatisfy(
            run ->
                assertThat(store.resolve("0").resolve(run).resolve("params/batch"))
                    .hasContent("32"));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Bench bench = Bench.ready();
    bench.type("train net --model mlp --data digits --epochs 1 --batch 32 --quiet");
    assertThatThrownBy(() -> bench.type("log net"))
        .hasMessage("where is net to be written? give --tensorboard DIR or --mlflow DIR");
    assertThatThrownBy(() -> bench.type("log nat --mlflow " + folder))
        .hasMessage("there is no run 'nat'; did you mean 'net'?");
    assertThatThrownBy(() -> bench.type("log nat.stn --mlflow " + folder))
        .hasMessage("nat.stn does not exist; check the name");
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static long size(Path folder) throws IOException {
    return Files.size(folder.resolve(list(folder).get(0)));
  }
}

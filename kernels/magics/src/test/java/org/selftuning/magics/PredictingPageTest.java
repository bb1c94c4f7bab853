package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table in docs/predicting.md: its command does what the row says. */
final class PredictingPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "predicting.md");
  private static final String TRAINING = " --epochs 2 --warmup-epochs 1 --batch 4 --seed 1";

  @TempDir static Path folder;

  private static final Bench BENCH = new Bench();

  /** A network of each kind of data, by the names that the page gives them. */
  @BeforeAll
  static void train() throws Exception {
    StringBuilder csv = new StringBuilder("size,color,kind\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i).append(i % 3 == 0 ? ",red," : ",blue,").append(i % 2 == 0 ? "a\n" : "b\n");
    }
    Files.writeString(folder.resolve("plants.csv"), csv);
    Files.writeString(folder.resolve("new.csv"), "color,size\nred,7\nblue,9\n");
    Files.writeString(folder.resolve("song.txt"), "la la li\n".repeat(60));
    Files.write(folder.resolve("x.npy"), DataKindsTest.npy("<f8", "20, 2", 40));
    Files.write(folder.resolve("y.npy"), DataKindsTest.npy("<i8", "20,", 20));
    Files.write(folder.resolve("rows.npy"), DataKindsTest.npy("<f8", "3, 2", 6));
    for (int i = 0; i < 30; i++) {
      image("photos/" + (i % 2 == 0 ? "cat" : "dog"), i);
    }
    image("new", 1);
    image("new", 2);
    BENCH.type("data plants " + folder.resolve("plants.csv") + " --target kind");
    run("plants", "input: 3", "gated-linear: 2");
    BENCH.type("save plants " + folder.resolve("plants.stn"));
    BENCH.type("data points npy " + folder.resolve("x.npy") + " " + folder.resolve("y.npy"));
    run("points", "input: 2", "gated-linear: 2");
    BENCH.type(
        "data photos images " + folder.resolve("photos") + " --cache " + folder.resolve("cache"));
    run("photos", "input: [6, 8, 3]", "flatten\n  - gated-linear: 2");
    BENCH.type("data song text " + folder.resolve("song.txt"));
    run(
        "song",
        "input: 4",
        "gated-embedding: {vocabulary: 4, dim: 4}\n  - gated-lstm: 4\n  - tied-decoder: 4");
  }

  private static void run(String name, String input, String layers) throws Exception {
    String body =
        input
            + "\nhyperparameters:\n  rate: {range: [0, 0.9], start: 0.1, per: batch}\nlayers:\n  - "
            + layers
            + (name.equals("song")
                ? "\nloss: cross-entropy\n"
                : "\nloss: {cross-entropy: {smoothing: rate}}\n");
    BENCH.cell(
        "model " + name,
        name.equals("song")
            ? body.replace("  - gated-lstm: 4", "  - gated-lstm: {units: 4, drop-connect: rate}")
            : body);
    BENCH.type("train " + name + " --model " + name + " --data " + name + TRAINING);
  }

  private static void image(String where, int i) throws IOException {
    Path file = folder.resolve(where).resolve(i + ".png");
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
    image.setRGB(i % 8, 1, 0xff00ff);
    ImageIO.write(image, "png", file.toFile());
  }

  static Stream<String> commands() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| ") && line.contains("`%stn "))
        .map(line -> line.replaceFirst(".*?`%stn ([^`]*)`.*", "$1"));
  }

  private static String inFolder(String command) {
    return command.replaceAll(
        "(?<= )(new\\.csv|out\\.csv|rows\\.npy|plain\\.yaml|plants\\.\\w+|boards|mlruns|new|bad\\.\\w+)(?= |$)",
        folder + "/$1");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyRowOfThePageWorks(String command) throws Exception {
    BENCH.host.shown.clear();
    BENCH.host.printed.clear();
    assertThat(BENCH.type(inFolder(command))).isNotNull();
    assertThat(BENCH.host.shown.size() + BENCH.host.printed.size()).isPositive();
    for (String word : inFolder(command).split(" ")) {
      if (word.matches(".*\\.(onnx|safetensors|yaml)") || word.endsWith("out.csv")) {
        assertThat(Path.of(word)).isNotEmptyFile();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predict plants nowhere.csv | nowhere.csv",
        "predict plants new | is a folder; name the file in it",
        "predict plants bad.csv | bad.csv: line 2, column 'color'",
        "predict plants rows.npy | is no CSV file but a NumPy array",
        "predict photos plants.csv | plants.csv",
        "predict photos bad.png | bad.png: is no image",
        "predict photos nowhere | nowhere",
        "predict points new.csv | new.csv: is no NumPy file",
        "predict points x1 | x1",
        "predict song '' --text | the text is empty",
        "predict song bad.bin | bad.bin is not UTF-8 text",
        "predict plants new.csv --save out.pdf | should end in .csv",
        "predict bad.stn new.csv | bad.stn is no checkpoint",
        "evaluate plants new.csv | the targets of some examples are not known",
        "evaluate plants.stn | is a checkpoint, which holds no data",
        "evaluate plants song | the network takes rows of a table, not a text",
        "mistakes plants --most 0 | --most 0: ask for 1 or more",
        "mistakes song plants | the network continues a text; it takes no examples",
        "export plants plants.pt | should end in .onnx or .safetensors or .yaml",
        "export nothing plants.onnx | there is no run 'nothing'",
      })
  void badInputIsRefusedInOneLine(String command, String message) throws Exception {
    Files.writeString(folder.resolve("bad.csv"), "color,size\npink,7\n");
    Files.writeString(folder.resolve("bad.png"), "no image");
    Files.write(folder.resolve("bad.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Files.writeString(folder.resolve("bad.stn"), "no checkpoint");
    assertThatThrownBy(() -> BENCH.type(inFolder(command)))
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}

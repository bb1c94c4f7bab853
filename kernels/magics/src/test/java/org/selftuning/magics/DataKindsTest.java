package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.Target;
import org.selftuning.tensor.Shape;

/** Every row of the table in docs/data.md: the command loads what the row says. */
final class DataKindsTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "data.md");

  @TempDir static Path folder;

  private final Bench bench = new Bench();

  /** Files of every kind, by the names that the page gives them. */
  @BeforeAll
  static void write() throws IOException {
    StringBuilder csv = new StringBuilder("day,patient,size,color,kind,price\n");
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String day = String.format("2024-%02d-%02d", 1 + i / 5, 1 + i % 5);
      csv.append(String.format("%s,p%d,%d.5,%s,%s,%d%n", day, i / 4, i, color(i), kind(i), 3 * i));
      json.append(
          String.format("{\"size\": %d.5, \"at\": \"%s\", \"kind\": \"%s\"}%n", i, day, kind(i)));
    }
    Files.writeString(folder.resolve("plants.csv"), csv);
    Files.writeString(folder.resolve("plants.tsv"), csv.toString().replace(',', '\t'));
    Files.writeString(folder.resolve("plants.jsonl"), json);
    Files.writeString(folder.resolve("song.txt"), "the cat sat on the mat\n".repeat(50));
    Files.write(folder.resolve("x.npy"), npy("<f8", "20, 2", 40));
    Files.write(folder.resolve("y.npy"), npy("<i8", "20,", 20));
    try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("xy.npz")))) {
      for (String array : new String[] {"x", "y"}) {
        zip.putNextEntry(new ZipEntry(array + ".npy"));
        zip.write(Files.readAllBytes(folder.resolve(array + ".npy")));
      }
    }
    for (int i = 0; i < 20; i++) {
      Path file = folder.resolve(i % 2 == 0 ? "photos/cat" : "photos/dog").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(12, 9, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i % 12, 1, 0xff00ff);
      ImageIO.write(image, "png", file.toFile());
    }
  }

  private static String color(int i) {
    return new String[] {"red", "green", "blue"}[i % 3];
  }

  private static String kind(int i) {
    return i % 6 == 0 ? "tree" : "bush";
  }

  /** An array that counts 0, 1, 2, …, or 0, 1, 0, 1, … */
  static byte[] npy(String type, String shape, int n) {
    String header =
        String.format("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n", type, shape);
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length() + 8 * n).order(ByteOrder.LITTLE_ENDIAN);
    file.put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    file.putShort((short) header.length()).put(header.getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < n; i++) {
      if (type.endsWith("f8")) {
        file.putDouble(i);
      } else {
        file.putLong(i % 2);
      }
    }
    return file.array();
  }

  /** The commands of the page, but for those whose data or libraries are not on every machine. */
  static Stream<String> commands() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| ") && line.contains("`%stn data "))
        .map(line -> line.replaceFirst(".*?`%stn (data [^`]*)`.*", "$1"))
        .filter(line -> !line.matches("data \\S+ (mnist|fashion|cifar10|ptb|excel|parquet).*"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyRowOfThePageLoads(String command) throws Exception {
    Source source = (Source) bench.type(inFolder(command));
    assertThat(source.preparation().toJson()).startsWith("{\"version\":1");
    assertThat(bench.shown(0).plain()).isNotBlank();
  }

  @Test
  void thePageNamesEveryKind() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(DataKinds.words()).allSatisfy(word -> assertThat(page).contains("`" + word + "`"));
  }

  private static String inFolder(String command) {
    return command.replaceAll("(plants\\.|song\\.|photos|[xy]+\\.np)", folder + "/$1")
        + (command.contains("photos") ? " --cache " + folder.resolve("cache") : "");
  }

  private Split split(String command) throws Exception {
    return (Split) bench.type(inFolder(command));
  }

  @Test
  void imagesAreShownAndTheirProgressToo() throws Exception {
    Split split = split("data pets images photos --size 8x6 --fit center");
    assertThat(split.train().shape()).isEqualTo(Shape.of(6, 8, 3));
    assertThat(bench.host.lasting().get(0).plain()).contains("20 of 20 images decoded");
    Files.writeString(folder.resolve("photos/dog/zz.png"), "no image");
    try {
      assertThatThrownBy(() -> split("data pets images photos --size 4"))
          .hasMessageContaining("zz.png: is no image", "--skip-broken");
      Split rest = split("data pets images photos --size 4 --skip-broken --gray");
      assertThat(rest.train().shape()).isEqualTo(Shape.of(4, 4, 1));
      Split former = split("data pets images photos --size 4 --skip-broken --grey --standardise");
      assertThat(former.train().shape()).isEqualTo(Shape.of(4, 4, 1));
      assertThat(former.preparation().scale()).isPresent();
      assertThat(bench.host.printed).anyMatch(line -> line.startsWith("left out dog/zz.png: "));
    } finally {
      Files.delete(folder.resolve("photos/dog/zz.png"));
    }
  }

  @Test
  void partsAreCutAndBalanced() throws Exception {
    String plants = "data p plants.csv --target kind --ignore day,patient,price ";
    Split stratified = split(plants + "--split stratified --balance");
    assertThat(org.selftuning.data.Classes.counts(stratified.train())).containsExactly(18, 18);
    assertThat(org.selftuning.data.Classes.counts(stratified.test())).containsExactly(10, 2);
    Split two = split("data p plants.csv --target price,size --split time:day");
    assertThat(two.train().target()).isEqualTo(new Target.Values(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data d images nowhere | nowhere: there is no such folder",
        "data d images plants.csv | plants.csv: is no folder",
        "data d images photos --size big | --size is a number of pixels",
        "data d images photos --split group:a | split at random or stratified",
        "data d images photos --size 0 | images of 0 × 0 pixels; choose 1 to 4096",
        "data d npy x.npy | data NAME npy X.npy Y.npy, not one file",
        "data d npy plants.csv y.npy | plants.csv: is no NumPy file",
        "data d npy x.npy y.npy x.npy | not 3 files",
        "data d npz y.npy x.npy | not 2 files",
        "data d npz y.npy | y.npy: holds one array",
        "data d csv x.npy --target y | is no CSV file but a NumPy array (npy)",
        "data d jsonl plants.csv --target kind | plants.csv: line 1",
        "data d series plants.csv --target price --window 0 | both are 1 or more",
        "data d series plants.csv --target price --missing drop | tear a window apart",
        "data d plants.csv --target kind --split sideways | a split is random, stratified, order",
        "data d plants.csv --target price --balance | has numbers to predict, not classes",
        "data d plants.csv --target kind --dates never | day-first, month-first, or by a pattern",
        "data d plants.csv --target kind --window 3 | --window has no meaning for data of the kind",
        "data d plants.xyz --target kind | there is no kind of data",
        "data d plants.csv --target kind,size --task classification | several targets are numbers",
      })
  void otherFilesAndOptionsAreRefusedInOneLine(String command, String message) {
    assertThatThrownBy(() -> split(command))
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  /** How each kind is loaded from one file, or one folder, that is bad. */
  private static final Map<String, String> LOADING =
      Map.of(
          "csv", "data d csv BAD --target kind",
          "tsv", "data d tsv BAD --target kind",
          "jsonl", "data d jsonl BAD --target kind",
          "series", "data d series BAD --target price --window 3",
          "npy", "data d npy BAD y.npy",
          "npz", "data d npz BAD",
          "text", "data d text BAD",
          "images", "data d images BAD --size 8");

  static Stream<Arguments> badFiles() {
    return LOADING.keySet().stream()
        .sorted()
        .flatMap(
            kind ->
                Stream.of("missing", "empty", "wrong", "huge", "unreadable")
                    .map(state -> Arguments.of(kind, state)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badFiles")
  void badFilesOfEveryKindAreOneLineThatNamesThem(String kind, String state, @TempDir Path bad)
      throws IOException {
    Path file = bad.resolve("bad-" + kind);
    boolean images = kind.equals("images");
    Path inside = images ? file.resolve("cat/one.png") : file;
    switch (state) {
      case "empty" -> {
        if (images) {
          Files.createDirectories(file);
        } else {
          Files.createFile(file);
        }
      }
      case "wrong" -> {
        Files.createDirectories(inside.getParent());
        Files.write(inside, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 7, (byte) 0xc3, 0, 9});
      }
      case "huge" -> {
        Files.createDirectories(inside.getParent());
        Files.write(inside, huge(kind));
      }
      case "unreadable" -> { // a folder in place of a file, or the other way round
        if (images) {
          Files.createFile(file);
        } else {
          Files.createDirectory(file);
        }
      }
      default -> assertThat(file).doesNotExist();
    }
    assertThatThrownBy(() -> split(LOADING.get(kind).replace("BAD", file.toString())))
        .isInstanceOfAny(IOException.class, IllegalArgumentException.class)
        .hasMessageContaining("bad-" + kind)
        .message()
        .doesNotContain("\n");
  }

  /** What claims to be more than memory holds; of texts a line that is none of a table's. */
  private static byte[] huge(String kind) throws IOException {
    byte[] array = npy("<f8", "1000000, 1000000", 2);
    return switch (kind) {
      case "npy" -> array;
      case "npz" -> {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
          zip.putNextEntry(new ZipEntry("x.npy"));
          zip.write(array);
        }
        yield bytes.toByteArray();
      }
      case "images" -> {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", png);
        ByteBuffer header = ByteBuffer.wrap(png.toByteArray());
        header.putInt(16, 60_000).putInt(20, 60_000);
        CRC32 crc = new CRC32();
        crc.update(header.array(), 12, 17);
        header.putInt(29, (int) crc.getValue());
        yield header.array();
      }
      default -> "x".repeat(20_000_000).getBytes(StandardCharsets.US_ASCII);
    };
  }
}

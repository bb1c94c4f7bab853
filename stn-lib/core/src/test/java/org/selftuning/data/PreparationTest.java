package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.tensor.Shape;
import tech.tablesaw.api.Table;

class PreparationTest {
  @TempDir Path folder;

  private static String people() {
    StringBuilder text = new StringBuilder("age;born;sex;share;income;kind\n");
    for (int i = 0; i < 40; i++) {
      text.append(
          String.format(
              "%s;%02d/%02d/1980;%s;%d%%;1.%03d,5;%s%n",
              i % 7 == 3 ? "NA" : 20 + i + ",25",
              1 + i % 28,
              1 + i % 12,
              i % 3 == 0 ? "f" : "m",
              i,
              i,
              i % 4 == 0 ? "a" : "b"));
    }
    return text.toString();
  }

  private static Preparation again(Preparation preparation) {
    Preparation read = Preparation.parse(preparation.toJson());
    assertThat(read.toJson()).isEqualTo(preparation.toJson());
    return read;
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "income", "income,share"})
  void rawRowsAreWhatTheNetworkWasTrainedOn(String targets) throws IOException {
    Path file = Files.writeString(folder.resolve("people.csv"), people());
    TableOptions options =
        TableOptions.target(targets.split(",")).missing(TableOptions.Missing.FILL);
    Split split = TableData.read(file, options).split();
    Dataset raw = again(split.preparation()).apply(file);
    assertThat(Examples.all(raw)).containsExactlyInAnyOrderElementsOf(Examples.all(split));

    Split scaled = split.standardized();
    assertThat(Examples.all(again(scaled.preparation()).apply(file)))
        .containsExactlyInAnyOrderElementsOf(Examples.all(scaled));
    String former = scaled.preparation().toJson().replace("standardize", "standardise");
    assertThat(Preparation.parse(former).toJson()).isEqualTo(scaled.preparation().toJson());
  }

  @Test
  void aTablesawTableAndItsFileAreOne() throws IOException {
    StringBuilder text = new StringBuilder("age,born,ok,kind\n");
    for (int i = 0; i < 30; i++) {
      text.append(i / 4.0).append(",2023-01-").append(String.format("%02d", 1 + i % 28));
      text.append(i % 3 == 0 ? ",true," : ",false,").append(i % 2 == 0 ? "a\n" : "b\n");
    }
    Path file = Files.writeString(folder.resolve("days.csv"), text);
    Table table = Table.read().csv(file.toFile());
    TableOptions options = TableOptions.target("kind");
    TableData fromFile = TableData.read(file, options);
    TableData fromTable = TableData.of(table, options);
    assertThat(fromTable.features()).isEqualTo(fromFile.features());
    assertThat(Examples.all(fromTable.split())).isEqualTo(Examples.all(fromFile.split()));
    assertThat(Examples.all(fromTable.split().preparation().apply(table)))
        .isEqualTo(Examples.all(fromFile.split().preparation().apply(file)));
  }

  @Test
  void rowsWithoutATargetAreRowsToPredict() throws IOException {
    Path file = Files.writeString(folder.resolve("people.csv"), people());
    TableOptions options = TableOptions.target("kind").missing(TableOptions.Missing.FILL);
    Preparation preparation = TableData.read(file, options).split().preparation();
    Path raw =
        Files.writeString(
            folder.resolve("new.csv"), "income;share;sex;born;age\n1,5;3%;f;02/01/1999;30\n");
    Dataset rows = preparation.apply(raw);
    assertThat(rows.size()).isEqualTo(1);
    assertThat(Examples.y(rows, 0)).containsExactly(Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,5;3%;x;02/01/1999;30 > line 2, column 'sex': 'x' is no category of the training data",
        "1.5;3%;f;02/01/1999;30 > line 2, column 'income': '1.5' is not a number whose decimal",
        "1,5;3;f;02/01/1999;30 > line 2, column 'share': '3' is not in percent",
        "1,5;3%;f;1 May;30 > line 2, column 'born': '1 May' is not a date",
        "1,5;3%;f;02/01/1999;old > line 2, column 'age': 'old' is not a number"
      })
  void otherRowsAreRefusedByPlace(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("people.csv"), people());
    TableOptions options = TableOptions.target("kind").missing(TableOptions.Missing.FILL);
    Preparation preparation = TableData.read(file, options).split().preparation();
    String[] parts = line.split(" > ");
    Path raw =
        Files.writeString(folder.resolve("new.csv"), "income;share;sex;born;age\n" + parts[0]);
    assertThatThrownBy(() -> preparation.apply(raw))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("new.csv: " + parts[1])
        .message()
        .doesNotContain("\n");
  }

  @Test
  void missingCellsAreRefusedWhereTheyWereInTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n");
    Preparation preparation = TableData.read(file, TableOptions.target("y")).split().preparation();
    Path raw = Files.writeString(folder.resolve("new.csv"), "x,z\n1,\n,2\n");
    assertThatThrownBy(() -> preparation.apply(raw))
        .hasMessageContaining("column 'x' has 1 missing cell, the first in line 3");
    Path other = Files.writeString(folder.resolve("new.csv"), "xx,z\n1,2\n");
    assertThatThrownBy(() -> preparation.apply(other))
        .hasMessageContaining("has no column 'x'; did you mean 'xx' or 'z'?");
  }

  @Test
  void windowsOfTheFutureHaveNoTarget() throws IOException {
    StringBuilder text = new StringBuilder("t,load\n");
    for (int i = 0; i < 40; i++) {
      text.append(i).append(',').append(i * i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("load.csv"), text);
    TableOptions options = TableOptions.target("load").windows(Windows.of(5, 2).time("t"));
    Split split = TableData.read(file, options).split();
    Dataset raw = again(split.preparation()).apply(file);
    assertThat(raw.size()).isEqualTo(36);
    assertThat(Examples.all(raw)).containsAll(Examples.all(split));
    assertThat(Examples.y(raw, 33)).isNotEqualTo(new float[] {Float.NaN});
    assertThat(Examples.y(raw, 34)).containsExactly(Float.NaN);
  }

  @Test
  void arraysAndTextsComeBack() {
    float[][] x = {{1, 2}, {3, 4}, {5, 6}, {7, 9}, {8, 0}};
    Dataset data = ArrayData.of("points", x, new String[] {"b", "a", "b", "a", "b"});
    Split split = Split.of(data, SplitOptions.standard()).standardized();
    Dataset raw = again(split.preparation()).apply(x);
    for (int i = 0; i < split.train().size(); i++) {
      assertThat(x(raw)).contains(Arrays.toString(Examples.x(split.train(), i)));
    }
    assertThatThrownBy(() -> split.preparation().apply(new float[][] {{1, 2, 3}}))
        .hasMessageContaining("rows of 3 numbers; the network takes");
    assertThatThrownBy(() -> split.preparation().tokens("a"))
        .hasMessageContaining("the network takes arrays of", "not a text");

    Corpus text = GrammarText.generate(30, 10, 10, 1);
    Preparation words = again(text.preparation());
    assertThat(words.tokens(text.decode(text.test()))).isEqualTo(text.test());
  }

  private static List<String> x(Dataset data) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      all.add(Arrays.toString(Examples.x(data, i)));
    }
    return all;
  }

  @Test
  void imagesInBytesTakeImagesOfAnySize() {
    byte[] pixels = new byte[3 * 4];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (20 * i);
    }
    Dataset data =
        new ImageSet("tiny", Shape.of(2, 2, 1), pixels, new byte[] {0, 1, 0}, List.of("a", "b"));
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 4; i++) {
      image.getRaster().setSample(i % 2, i / 2, 0, 20 * i);
    }
    Dataset raw = again(data.preparation()).apply(List.of(image));
    assertThat(Examples.x(raw, 0)).isEqualTo(Examples.x(data, 0));
    BufferedImage large = new BufferedImage(50, 31, BufferedImage.TYPE_INT_ARGB);
    assertThat(Examples.x(data.preparation().apply(List.of(large)), 0))
        .as("transparent is white")
        .containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"version\":1}",
        "{\"version\":2}",
        "{\"version\":1,\"inputs\":{\"kind\":\"soup\"}}",
        "{\"version\":1,\"inputs\":{\"kind\":\"arrays\",\"shape\":[\"x\"]}}",
        "{\"version\":1,\"inputs\":{\"kind\":\"arrays\",\"shape\":[0]}}"
      })
  void damageIsOneLine(String json) {
    assertThatThrownBy(() -> Preparation.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith("preparation: ")
        .doesNotContain("\n");
  }
}

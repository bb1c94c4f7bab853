package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableReaderTest {
  private static final TableOptions KIND = TableOptions.target("kind");

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> became(TableData data) {
    return data.report().columns().stringColumn("became").asList();
  }

  @Test
  void tabsSeparateTsv() throws IOException {
    String rows = "a,b\tx\n1,5\ttree\n2,5\tbush\n3,5\ttree\n4,5\tbush\n5,5\ttree\n";
    TableData data = TableData.read(write("t.tsv", rows.replace("x\n", "kind\n")), KIND);
    assertThat(data.features()).containsExactly("a,b");
    assertThat(data.report().lines().get(0)).contains("separated by tabs");
  }

  @Test
  void jsonLinesAreRows() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      text.append(
          String.format(
              "{\"size\": %d.125, \"at\": {\"city\": \"%s\"}, \"ok\": %s, \"kind\": %d}%n%n",
              1 + i, i % 2 == 0 ? "Bonn" : "Ulm", i % 3 == 0, i % 2));
    }
    text.append("{\"kind\": 1, \"size\": null, \"ok\": true, \"at\": {\"city\": \"Ulm\"}}\n");
    Path file = write("t.jsonl", text.toString());
    TableOptions options =
        KIND.task(TableOptions.Task.CLASSIFICATION).missing(TableOptions.Missing.FILL);
    TableData data = TableData.read(file, options);
    assertThat(data.features())
        .containsExactly("size", "at.city=Bonn", "at.city=Ulm", "ok=false", "ok=true");
    assertThat(became(data))
        .containsExactly("number", "2 categories", "true or false", "target, 2 classes");
    assertThat(data.report().lines()).contains("1 missing cell filled.");
    assertThat(Examples.all(data.split().preparation().apply(file)))
        .containsExactlyInAnyOrderElementsOf(Examples.all(data.split()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": 1} > line 1",
        "[1] > line 3: ",
        "{\"x\": [1]} > line 3: 'x' is a list, which is no cell of a table",
        "{\"x\": > line 3: ",
        "{\"x\": 1e999} > line 3: "
      })
  void otherJsonIsRefusedByLine(String line) throws IOException {
    String[] parts = line.split(" > ");
    boolean fine = parts[1].equals("line 1");
    String before = fine ? "" : "{\"x\": 1}\n\n";
    Path file = write("t.jsonl", before + parts[0] + (fine ? "\nx" : ""));
    assertThatThrownBy(() -> TableReader.readAny(file, TableFormat.detected()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("t.jsonl: " + (fine ? "line 2: " : parts[1]))
        .message()
        .doesNotContain("\n");
  }

  @Test
  void emptyFilesAreRefused() throws IOException {
    for (String name : List.of("t.csv", "t.tsv", "t.jsonl")) {
      Path file = write(name, "");
      assertThatThrownBy(() -> TableReader.readAny(file, TableFormat.detected()))
          .isInstanceOf(DataFormatException.class)
          .hasMessageStartingWith(name + ": ");
    }
    assertThatThrownBy(() -> TableData.of(Table.create("none"), KIND))
        .hasMessage("none: has a header and no rows below it");
  }

  @Test
  void formatsOfOtherArtifactsSayWhich() throws IOException {
    for (String name : List.of("t.xlsx", "t.parquet")) {
      Path file = write(name, "x");
      assertThatThrownBy(() -> TableReader.readAny(file, TableFormat.detected()))
          .isInstanceOf(DataFormatException.class)
          .hasMessageContaining("cannot be read without the artifact org.selftuning:stn-");
    }
  }

  @Test
  void tablesawKnowsItsTypes() throws IOException {
    int n = 12;
    DoubleColumn size = DoubleColumn.create("size");
    DateColumn day = DateColumn.create("day");
    BooleanColumn ok = BooleanColumn.create("ok");
    StringColumn city = StringColumn.create("city");
    StringColumn price = StringColumn.create("price");
    StringColumn kind = StringColumn.create("kind");
    for (int i = 0; i < n; i++) {
      size.append(i == 3 ? Double.NaN : i + 0.125);
      day.append(LocalDate.of(2024, 1 + i % 12, 1 + i));
      ok.append(i % 3 == 0);
      city.append(i % 2 == 0 ? "Bonn" : "Ulm");
      price.append(i + ",5");
      kind.append(i % 2 == 0 ? "a" : "b");
    }
    Table table = Table.create("cities", size, day, ok, city, price, kind);
    assertThatThrownBy(() -> TableData.of(table, KIND))
        .hasMessageStartingWith("cities: column 'size' has 1 missing cell, the first in row 4; ");
    TableData data = TableData.of(table, KIND.missing(TableOptions.Missing.FILL));
    assertThat(became(data))
        .containsExactly(
            "number",
            "date: year, month, day, weekday",
            "true or false",
            "2 categories",
            "number",
            "target, 2 classes");
    assertThat(data.split().train().name()).isEqualTo("cities");
    assertThat(data.report().lines().get(0)).isEqualTo("cities: 12 rows and 6 columns.");
  }

  @Test
  void datesAreReadAsTheyAreDeclared() throws IOException {
    Path file = write("t.csv", "day,kind\n01/02/2023,a\n03/04/2023,b\n05/06/2023,a\n");
    assertThatThrownBy(() -> TableData.read(file, KIND)).hasMessageContaining("--dates day-first");
    for (DateStyle style : List.of(DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST)) {
      TableData data = TableData.read(file, KIND.format(TableFormat.detected().dates(style)));
      assertThat(data.report().columns().stringColumn("values").get(0))
          .isEqualTo(
              style.equals(DateStyle.DAY_FIRST)
                  ? "2023-02-01 … 2023-06-05"
                  : "2023-01-02 … 2023-05-06");
    }
    Path names = write("n.csv", "day,kind\n1-Feb-2023,a\n3-Apr-2023,b\n5-Jun-2023,a\n");
    TableFormat pattern = TableFormat.detected().dates(DateStyle.of("d-MMM-yyyy"));
    TableData data = TableData.read(names, KIND.format(pattern));
    assertThat(data.report().columns().stringColumn("values").get(0))
        .isEqualTo("2023-02-01 … 2023-06-05");
    Dataset again = Preparation.parse(data.split().preparation().toJson()).apply(names);
    assertThat(Examples.all(again)).containsExactlyInAnyOrderElementsOf(Examples.all(data.split()));
    Path wrong = write("w.csv", "day,kind\n1-Feb-2023,a\n3-Foo-2023,b\n5-Jun-2023,a\n");
    assertThatThrownBy(() -> TableData.read(wrong, KIND.format(pattern)))
        .hasMessageContaining("line 3, column 'day': '3-Foo-2023' is not a date");
    assertThatThrownBy(() -> DateStyle.of("bbb")).hasMessageContaining("day-first, month-first");
  }

  @Test
  void severalTargetsAreNumbers() throws IOException {
    Path file = write("t.csv", "x,y,z,w\n1,2,3,a\n2,3,5,b\n3,4,8,a\n4,6,9,b\n5,7,7,a\n");
    TableData data = TableData.read(file, TableOptions.target("y", "z"));
    assertThat(data.split().train().target()).isEqualTo(new Target.Values(2));
    assertThat(data.report().lines()).filteredOn(line -> line.startsWith("Regression")).hasSize(2);
    assertThat(data.features()).containsExactly("x", "w=a", "w=b");
    assertThatThrownBy(() -> TableData.read(file, TableOptions.target("y", "w")))
        .hasMessageContaining("column 'w' holds text such as 'a' in line 2, not numbers");
  }

  @Test
  void encodingsAreDeclared() throws IOException {
    Path file = folder.resolve("t.jsonl");
    Files.write(
        file,
        "{\"x\":1,\"kind\":\"grün\"}\n{\"x\":2,\"kind\":\"rot\"}\n{\"x\":3,\"kind\":\"rot\"}"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TableData.read(file, KIND)).hasMessageContaining("--encoding");
    TableFormat latin = TableFormat.detected().encoding(StandardCharsets.ISO_8859_1);
    assertThat(TableData.read(file, KIND.format(latin)).report().lines().get(0))
        .contains("in ISO-8859-1");
  }
}

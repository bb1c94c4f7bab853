package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.data.TableOptions.Missing;
import tech.tablesaw.api.Row;

/** Files that people tried, each with its right value or refusal, under a German locale. */
class TableCasesTest {
  private static final TableOptions LABEL = TableOptions.target("label");
  private static final Locale BEFORE = Locale.getDefault();

  @BeforeEach
  void inGermany() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void atHome() {
    Locale.setDefault(BEFORE);
  }

  private static Path file(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(TableCasesTest.class.getResource("/csv/" + name)).toURI());
  }

  private static Row column(TableData csv, String name) {
    return csv.report().columns().stream()
        .filter(row -> row.getString("column").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10_semicolon_decimal_comma.csv | 60 | age | number | 0.09 … 9.52 | decimal comma",
        "a4_dec.csv | 5 | x | number | 1.25 … 10 | decimal comma",
        "a5_percent.csv | 60 | rate | number, in percent | 0.09 … 9.52 | 5% is 5",
        "a3_rooms.csv | 60 | room | 4 categories | 1d, 1f, 2d, 2f | ''",
        "a2_hash_header.csv | 60 | #id | number | 0 … 59 | ''",
        "a6_longcell.csv | 60 | note | 2 categories | short, zzz | ''",
        "13_dates.csv | 60 | day | date: year, month, day, weekday | 2023-01-01 … 2023-12-24 | ''",
        "40_sep_line.csv | 60 | age | number | 0.09 … 9.52 | ''",
        "39_pipe.csv | 60 | age | number | 0.09 … 9.52 | ''",
        "b7_semicolon_in_quoted_header.csv | 60 | a;b;c;d | number | 0.09 … 9.52 | ''",
        "38_case_dup.csv | 60 | age | number | 1 … 9 | ''",
        "38_case_dup.csv | 60 | Age | number | 0.09 … 9.52 | ''",
        "c4_99999.csv | 60 | age | number | -2147483648 … 952 | ''",
      })
  void isRead(String name, int rows, String column, String became, String values, String remark)
      throws Exception {
    TableData csv = TableData.read(file(name), LABEL);
    assertThat(csv.dropped()).isZero();
    Split split = csv.split();
    assertThat(split.train().size() + split.validation().size() + split.test().size())
        .isEqualTo(rows);
    Row row = column(csv, column);
    assertThat(row.getString("became")).isEqualTo(became);
    assertThat(row.getString("values")).startsWith(values);
    assertThat(row.getString("remarks")).contains(remark);
    assertThat(row.getInt("missing")).isZero();
  }

  @Test
  void everyRowWithAHashIsThere() throws Exception {
    TableData csv = TableData.read(file("d2_hash_id.csv"), TableOptions.target("y"));
    assertThat(csv.report().lines().get(0)).contains("6 rows and 2 columns");
    assertThat(csv.features()).contains("color=#ff0000", "color=#00ff00").hasSize(5);
    assertThat(csv.dropped()).isZero();
  }

  @Test
  void aDecimalCommaIsWorthWhatItSays() throws Exception {
    TableData csv = TableData.read(file("a4_dec.csv"), TableOptions.target("x").ignoring("label"));
    Set<Double> targets = new TreeSet<>();
    for (Dataset part :
        List.of(csv.split().train(), csv.split().validation(), csv.split().test())) {
      float[] y = new float[1];
      for (int i = 0; i < part.size(); i++) {
        part.read(i, new float[part.shape().size()], 0, y, 0);
        targets.add(Math.round((y[0] * scale(csv).std() + scale(csv).mean()) * 1e4) / 1e4);
      }
    }
    assertThat(targets).containsExactly(1.25, 1.5, 2.75, 3.0, 10.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "08_row_extra_comma.csv | line 9 has 4 cells, but the header has 3",
        "07_trailing_comma.csv | column 4 has no name and no values; ignore it with --ignore",
        "27_empty_col.csv | column 'empty' has no values; ignore it with --ignore empty",
        "25_late_text.csv | line 3002, column 'age': 'unknown' is not a number, but 3000 other",
        "28_inf.csv | line 7, column 'age': 'inf' is not a number, but 59 other cells",
      })
  void isRefusedWhateverBecomesOfMissingCells(String name, String message) throws Exception {
    for (Missing missing : Missing.values()) {
      assertThatThrownBy(() -> TableData.read(file(name), LABEL.missing(missing)))
          .isInstanceOf(DataFormatException.class)
          .hasMessageStartingWith(name + ": " + message)
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void theRemediesOfRefusalsHelp() throws Exception {
    assertThat(TableData.read(file("07_trailing_comma.csv"), LABEL.ignoring("column 4")).features())
        .containsExactly("age", "score");
    assertThat(TableData.read(file("27_empty_col.csv"), LABEL.ignoring("empty")).features())
        .containsExactly("age", "score");
    TableOptions unknown =
        LABEL.missing(Missing.DROP).format(TableFormat.detected().alsoMissing("unknown"));
    TableData late = TableData.read(file("25_late_text.csv"), unknown);
    assertThat(late.dropped()).isEqualTo(1);
    assertThat(column(late, "age").getString("missing cells"))
        .isEqualTo("1 'unknown': rows left out");
    assertThat(TableData.read(file("28_inf.csv"), LABEL.categories("age")).features())
        .contains("age=inf", "age=9.52");
  }

  @ParameterizedTest
  @CsvSource({"15_missing_dash.csv, 6", "c2_dash_drop.csv, 6", "17_missing_variants.csv, 15"})
  void markersOfMissingCellsLeaveNumbersNumbers(String name, int missing) throws Exception {
    assertThatThrownBy(() -> TableData.read(file(name), LABEL))
        .hasMessageStartingWith(
            name + ": column 'age' has " + missing + " missing cells, the first in line 5; leave");
    TableData dropped = TableData.read(file(name), LABEL.missing(Missing.DROP));
    assertThat(dropped.features()).containsExactly("age", "score");
    assertThat(dropped.dropped()).isEqualTo(missing);
    assertThat(column(dropped, "age").getInt("missing")).isEqualTo(missing);
    TableData filled = TableData.read(file(name), LABEL.missing(Missing.FILL));
    assertThat(filled.features()).containsExactly("age", "score");
    assertThat(filled.dropped()).isZero();
    assertThat(filled.report().lines()).contains(missing + " missing cells filled.");
    assertThat(column(filled, "age").getString("missing cells")).contains(": filled with ");
  }

  @Test
  void theLocaleChangesNothing() throws Exception {
    for (String name : List.of("a5_percent.csv", "38_case_dup.csv", "13_dates.csv")) {
      Locale.setDefault(Locale.GERMANY);
      TableData german = TableData.read(file(name), LABEL);
      Locale.setDefault(Locale.US);
      TableData american = TableData.read(file(name), LABEL);
      assertThat(german.report().lines()).isEqualTo(american.report().lines());
      assertThat(german.report().columns().print()).isEqualTo(american.report().columns().print());
    }
  }

  @Test
  void everyInputIsTested() throws IOException, URISyntaxException {
    String source =
        Files.readString(Path.of("src/test/java/org/selftuning/data/TableCasesTest.java"));
    try (var files = Files.list(file("a4_dec.csv").getParent())) {
      assertThat(files.map(f -> f.getFileName().toString()).toList())
          .hasSize(21)
          .allSatisfy(name -> assertThat(source).contains(name));
    }
  }

  private static NumberRule scale(TableData csv) {
    Outputs outputs = csv.split().preparation().outputs();
    return ((Outputs.Numbers) outputs).numbers().get(0);
  }
}

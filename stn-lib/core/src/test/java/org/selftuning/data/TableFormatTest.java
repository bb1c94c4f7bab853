package org.selftuning.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.data.TableOptions.Missing;
import org.selftuning.data.TableOptions.Task;
import tech.tablesaw.api.Row;

/** How a file may be written. */
class TableFormatTest {
  private static final TableOptions Y = TableOptions.target("y");

  @TempDir Path folder;

  private TableData read(String text, TableOptions options) throws IOException {
    return TableData.read(Files.writeString(folder.resolve("t.csv"), text), options);
  }

  /** A table of one column x, cells separated by ~ in {@code cells}, and labels a and b. */
  private static String table(String cells, String separator) {
    StringBuilder text = new StringBuilder("x" + separator + "y\n");
    int i = 0;
    for (String cell : cells.split("~")) {
      boolean quote = cell.contains(separator);
      text.append(quote ? "\"" + cell + "\"" : cell);
      text.append(separator).append(i++ % 2 == 0 ? "a\n" : "b\n");
    }
    return text.toString();
  }

  private static Row x(TableData csv) {
    return csv.report().columns().stream().findFirst().orElseThrow();
  }

  private void refused(String text, TableOptions options, String... parts) {
    assertThatThrownBy(() -> read(text, options))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("t.csv: ")
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '!',
      value = {
        "1.5~2~-3~+4e1 # , # -3 … 40 # !!",
        "1,5~2~0,25 # ; # 0.25 … 2 # decimal comma",
        "1,5~2~0,25 # , # 0.25 … 2 # decimal comma",
        "1.234,5~2~1.500 # ; # 2 … 1500 # decimal comma; 2 cells without '.' of thousands",
        "1,234.5~2~1,500 # ; # 2 … 1500 # 2 cells without ',' of thousands",
        "1,234,567~2~1,500 # , # 2 … 1234567 # 2 cells without ',' of thousands",
        "1.234~5.678~9.125 # , # 1.234 … 9.125 # !!",
        "007~08~10 # , # 7 … 10 # 2 cells without leading zeros",
        "5 %~7%~1.5% # , # 1.5 … 7 # without percent signs: 5% is 5",
        "99999~-2147483648~2147483648 # , # -2147483648 … 2147483648 # !!",
        "7~7~7 # , # 7 … 7 # the same in all rows",
      })
  void numbersAreWorthWhatTheySay(String cells, String separator, String values, String remarks)
      throws IOException {
    TableData csv = read(table(cells, separator), Y);
    assertThat(x(csv).getString("values")).isEqualTo(values);
    assertThat(x(csv).getString("remarks")).isEqualTo(remarks);
    assertThat(csv.features()).containsExactly("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '!',
      value = {
        "1,234~2~3 # , # line 2, column 'x': '1,234' may be 1.234 or 1234; say --decimal",
        "1,234~2~3 # ; # line 2, column 'x': '1,234' may be",
        "1.234~2~3 # ; # line 2, column 'x': '1.234' may be",
        "1.5~2~1,500 # ; # line 4, column 'x': '1,500' may be",
        "1.5~2~1,5 # ; # line 4, column 'x': '1,5' has a decimal comma, but '1.5'",
        "1~2~3% # , # line 4, column 'x': '3%' is in percent, but 2 other cells",
        "1~2~1e999 # , # line 4, column 'x': '1e999' is too large",
        "1~2~3f # , # line 4, column 'x': '3f' is not a number, but 2 other",
        "a~b~3~c # , # line 4, column 'x': '3' is a number, but 3 other cells",
        "2023-01-01~2023-02-30~2023-01-02 # , # line 3, column 'x': '2023-02-30' is not a date",
        "2023-01-01~5~6 # , # line 2, column 'x': '2023-01-01' is a date, but 2 other",
        "01/02/2023~03/04/2023~05/06/2023 # , # '01/02/2023' may have the day or the month first",
        "13/02/2023~03/14/2023~05/06/2023 # , # '13/02/2023' has the day first, but '03/14/2023'",
      })
  void whatCanBeReadInTwoWaysIsRefused(String cells, String separator, String message) {
    for (Missing missing : Missing.values()) {
      refused(table(cells, separator), Y.missing(missing), message);
    }
  }

  @Test
  void aDecimalMarkCanBeDeclared() throws IOException {
    TableOptions comma = Y.format(TableFormat.detected().decimal(','));
    TableOptions point = Y.format(TableFormat.detected().decimal('.'));
    String text = table("1,234~2~3", ";");
    assertThat(x(read(text, comma)).getString("values")).isEqualTo("1.234 … 3");
    assertThat(x(read(text, point)).getString("values")).isEqualTo("2 … 1234");
    refused(table("1,5~2~3", ";"), point, "'1,5' is no number whose decimal mark is '.'");
    assertThatThrownBy(() -> TableFormat.detected().decimal('\''))
        .hasMessageContaining("the decimal mark is '.' or ','");
  }

  @Test
  void anotherColumnProvesTheDecimalComma() throws IOException {
    TableData csv = read("x;z;y\n1,234;1,5;a\n2,345;2,5;b\n3,456;3,5;a\n", Y);
    assertThat(x(csv).getString("values")).isEqualTo("1.234 … 3.456");
    refused("x;z;y\n1.234;1,5;a\n2.345;2,5;b\n3.456;3,5;a\n", Y, "'1.234' may be 1.234 or 1234");
  }

  @ParameterizedTest
  @CsvSource({
    "31.01.2023~1.2.2023~05.06.2023, 2023-01-31 … 2023-06-05, ''",
    "13/02/2023~03/04/2023~05/06/2023, 2023-02-13 … 2023-06-05, day before month",
    "02/13/2023~03/04/2023~05/06/2023, 2023-02-13 … 2023-05-06, month before day",
    "2023-01-01T06:30~2023-01-02 12:00:30~2023-01-03, 2023-01-01T06:30 … 2023-01-03T00:00, ''",
  })
  void datesBecomeTheirParts(String cells, String values, String remarks) throws IOException {
    TableData csv = read(table(cells, "|"), Y);
    assertThat(x(csv).getString("values")).isEqualTo(values);
    assertThat(x(csv).getString("remarks")).isEqualTo(remarks);
    assertThat(csv.features()).startsWith("x:year", "x:month", "x:day", "x:weekday");
    assertThat(csv.features().contains("x:hour")).isEqualTo(cells.contains(":"));
  }

  @Test
  void markersOfMissingCellsCanBeChosen() throws IOException {
    Missing drop = Missing.DROP;
    String text = table("1~2~3~unknown~-999~NA", ",");
    refused(text, Y.missing(drop), "line 5, column 'x': 'unknown'", "--na unknown");
    TableFormat more = TableFormat.detected().alsoMissing("unknown", "-999");
    TableData csv = read(text, Y.missing(drop).format(more));
    assertThat(csv.dropped()).isEqualTo(3);
    assertThat(x(csv).getString("missing cells"))
        .isEqualTo("1 '-999', 1 'NA', 1 'unknown': rows left out");
    TableData namibia =
        read(table("NA~DE~NA~FR", ","), Y.format(TableFormat.detected().notMissing("NA")));
    assertThat(namibia.features()).containsExactly("x=DE", "x=FR", "x=NA");
    for (String marker : TableFormat.MISSING) {
      assertThat(read(table("1~2~3~" + marker, ","), Y.missing(drop)).dropped())
          .as(marker)
          .isEqualTo(1);
    }
  }

  @Test
  void cellsAreCategoriesWhereThatIsDeclared() throws IOException {
    assertThat(read(table("10~9~x~10", ","), Y.categories("x")).features())
        .containsExactly("x=10", "x=9", "x=x");
    assertThat(read(table("10~9~10~9", ","), Y.categories("x")).features())
        .as("numbers by size")
        .containsExactly("x=9", "x=10");
    assertThat(x(read(table("yes~Yes~yes", ","), Y)).getString("remarks"))
        .isEqualTo("'Yes' and 'yes' count as different");
  }

  @Test
  void theSummaryStatesTaskAndBaseline() throws IOException {
    String text = "x,y\n1,0\n2,1\n3,2\n4,0\n5,1\n6,2\n7,0\n8,1\n9,2\n1,0\n";
    assertThat(read(text, Y).report().lines().get(1))
        .contains(
            "Regression of 'y', as it holds numbers: 3 different values from 0 to 2",
            "Baseline",
            "variance",
            "say --task classification");
    TableData classes = read(text, Y.task(Task.CLASSIFICATION));
    assertThat(classes.report().lines().get(1))
        .contains(
            "Classification of 'y': 3 classes, 0, 1, 2", "Baseline: always '", "of the test part.");
    assertThat(classes.split().standardized().train().first(2).report()).contains(classes.report());
    refused(table("1~2~3", ","), Y.task(Task.REGRESSION), "--task classification");
  }

  @Test
  void linesAreCountedAcrossWhatIsNoRow() throws IOException {
    String text = "sep=;\nx;y\n\"a\n;b\";1\n\n\nc;2\nd;3;4\n";
    refused(text, Y, "line 8 has 3 cells, but the header has 2");
    TableData csv = read(text.replace(";4", ""), Y);
    assertThat(csv.report().lines().get(0))
        .isEqualTo(
            "t.csv: 3 rows and 2 columns, separated by ';', in UTF-8; 2 empty lines left out.");
    assertThat(csv.features()).containsExactly("x=a\n;b", "x=c", "x=d");
  }

  @Test
  void quotationMarksThatDoNotCloseAreRefused() {
    refused("x,y\n1,a\n\"2,b\n3,c\n", Y, "the row that starts in line 3 is never closed");
    refused(
        "x,y\n\"1\n\",a\n\"2\"2,b\n3,c\n",
        Y,
        "the row that starts in line 4 has text after a closing quotation mark");
  }

  @Test
  void separatorsAreDetectedOrNamed() throws IOException {
    refused("x,y;z\n1,2;3\n4,5;6\n7,8;9\n", Y, "2 cells whether", "--separator");
    String text = "x:y\n1:a\n2:b\n3:a\n";
    refused(text, TableOptions.target("x:y"), "1 columns are left", "--separator");
    assertThat(read(text, Y.format(TableFormat.detected().separator(':'))).features())
        .containsExactly("x");
    assertThat(read("a, x;y\n1,5;1\n2,5;2\n3;3\n", Y).features()).containsExactly("a, x");
    assertThat(x(read("x, y\n1, a\n2, b\n 3, a\n", Y)).getString("values")).isEqualTo("1 … 3");
  }

  @Test
  void namesOfColumnsAreTheirs() throws IOException {
    refused("x, x,y\n1,2,a\n1,2,b\n1,2,a\n", Y, "columns 1 and 2 of the header are both named 'x'");
    assertThat(read(",x,y\n1,2,a\n2,3,b\n3,5,a\n", Y).features()).containsExactly("column 1", "x");
    assertThat(read("\"x\nz\",y\n1,a\n2,b\n3,a\n", Y).features()).containsExactly("x z");
    refused("\nx,y\n1,2\n", Y, "starts with an empty line");
    refused(
        "x,z,y\n,1,a\n1,,b\n,3,a\n4,4,b\n",
        Y.missing(Missing.DROP),
        "1 rows and 3 columns are left",
        "column 'x' has the most missing cells, 2");
  }

  @Test
  void manyColumnsAndLongCellsAreRead() throws IOException {
    int columns = 12_000;
    StringBuilder wide = new StringBuilder("y");
    for (int i = 0; i < columns; i++) {
      wide.append(",c").append(i);
    }
    for (int row = 0; row < 4; row++) {
      wide.append("\n").append(row % 2 == 0 ? "a" : "b").append(",1".repeat(columns));
    }
    assertThat(read(wide.toString(), Y).features()).hasSize(columns);
    String cell = "z".repeat(100_000);
    assertThat(read("x,y\n" + cell + ",a\nz,b\nz,a\n", Y).features()).contains("x=" + cell);
    refused(
        "x,y\n1,a\n" + "z".repeat((1 << 24) + 1) + ",b\n2,a\n",
        Y,
        "the row that starts in line 3 is too large",
        "16,777,216 characters in a cell");
  }

  @Test
  void encodingsAreNamedOrMarked() throws IOException {
    String text = "größe,y\n1,a\n2,b\n3,a\n";
    Path latin = Files.write(folder.resolve("latin.csv"), text.getBytes(ISO_8859_1));
    assertThatThrownBy(() -> TableData.read(latin, Y))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            "latin.csv: line 1 is not UTF-8; in windows-1252 (Latin-1) it reads 'größe,y': if that"
                + " is right, say --encoding windows-1252, or save it as UTF-8");
    TableFormat format = TableFormat.detected();
    TableData csv =
        TableData.read(latin, Y.format(format.encoding(Charset.forName("windows-1252"))));
    assertThat(csv.features()).containsExactly("größe");
    assertThat(csv.report().lines().get(0)).contains("in windows-1252");
    Path marked = Files.write(folder.resolve("m.csv"), ("\ufeff" + text).getBytes(UTF_8));
    assertThat(TableData.read(marked, Y).features()).containsExactly("größe");
    Path wide = Files.write(folder.resolve("w.csv"), ("\ufeff" + text).getBytes(UTF_16LE));
    assertThat(TableData.read(wide, Y).report().lines().get(0)).contains("in UTF-16LE");
    Path bare = Files.write(folder.resolve("b.csv"), "x,y\n1,a\n".getBytes(UTF_16LE));
    assertThatThrownBy(() -> TableData.read(bare, Y)).hasMessageContaining("--encoding UTF-16LE");
    Files.write(folder.resolve("late.csv"), ("x,y\n1,a\n2,ü\n").getBytes(ISO_8859_1));
    assertThatThrownBy(() -> TableData.read(folder.resolve("late.csv"), Y))
        .hasMessageStartingWith("late.csv: line 3 is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PK\3\4....[Content_Types].xml....xl/workbook.xml > an Excel workbook (xlsx)",
        "PAR1.... > a Parquet file",
        "\u0093NUMPY\1\0 > a NumPy array (npy)",
        "{\"x\": 1, \"y\": 2}\n{\"x\": 3} > JSON",
        "[{\"x\": 1}] > JSON",
        "\u001f\u008b\b > compressed with gzip",
        "<!DOCTYPE html> > a web page",
        "PK\3\4....mimetypeapplication/vnd.oasis.opendocument.spreadsheet > a spreadsheet (ods)",
      })
  void otherFormatsAreNamed(String content) throws IOException {
    int at = content.lastIndexOf(" > ");
    Files.write(folder.resolve("t.csv"), content.substring(0, at).getBytes(ISO_8859_1));
    assertThatThrownBy(() -> TableData.read(folder.resolve("t.csv"), Y))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContainingAll("t.csv: is no CSV file but ", content.substring(at + 3), "; ");
  }
}

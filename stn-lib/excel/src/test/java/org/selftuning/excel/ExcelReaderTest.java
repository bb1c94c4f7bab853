package org.selftuning.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.Fuzz;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.TableData;
import org.selftuning.data.TableOptions;

class ExcelReaderTest {
  private static final TableOptions KIND = TableOptions.target("kind");

  @TempDir Path folder;

  /** What a test puts on a sheet. */
  private interface Content {
    void on(Worksheet sheet);
  }

  private Path write(Content content) throws IOException {
    Path file = folder.resolve("plants.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook workbook = new Workbook(out, "test", "1.0")) {
      content.on(workbook.newWorksheet("plants"));
    }
    return file;
  }

  private static void plants(Worksheet sheet) {
    String[] names = {"size", "day", "ok", "color", "twice", "kind"};
    for (int i = 0; i < names.length; i++) {
      sheet.value(1, i, names[i]); // below an empty row
    }
    for (int i = 0; i < 12; i++) {
      int row = i + 2;
      sheet.value(row, 0, i + 0.5);
      sheet.value(row, 1, LocalDate.of(2024, 1 + i, 1 + i));
      sheet.style(row, 1).format("yyyy-mm-dd").set();
      sheet.value(row, 2, i % 3 == 0);
      sheet.value(row, 3, i % 2 == 0 ? "red" : "blue");
      sheet.value(row, 4, 2 * i);
      sheet.value(row, 5, i % 2 == 0 ? "tree" : "bush");
    }
  }

  @Test
  void cellsKeepTheirTypes() throws IOException {
    TableData data = TableData.read(write(ExcelReaderTest::plants), KIND);
    assertThat(data.report().columns().stringColumn("became").asList())
        .containsExactly(
            "number",
            "date: year, month, day, weekday",
            "true or false",
            "2 categories",
            "number",
            "target, 2 classes");
    assertThat(data.report().columns().stringColumn("values").get(1))
        .isEqualTo("2024-01-01 … 2024-12-12");
    assertThat(data.report().lines().get(0))
        .isEqualTo("plants.xlsx: 12 rows and 6 columns, of sheet 'plants'.");
    assertThat(data.split()).hasToString("plants: 8 train, 2 validation, 2 test");
  }

  @Test
  void emptyCellsAreMissingByRow() throws IOException {
    Path file =
        write(
            sheet -> {
              plants(sheet);
              sheet.value(4, 0, (String) null);
            });
    assertThatThrownBy(() -> TableData.read(file, KIND))
        .hasMessageStartingWith(
            "plants.xlsx: column 'size' has 1 missing cell, the first in row 5; ");
  }

  @Test
  void cellsBesideTheTableAreRefused() throws IOException {
    Path file =
        write(
            sheet -> {
              plants(sheet);
              sheet.value(5, 8, "a note");
            });
    assertThatThrownBy(() -> TableData.read(file, KIND))
        .hasMessageStartingWith("plants.xlsx: row 6 has 7 cells, but the header has 6");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = write(sheet -> {});
    refused(file, "sheet 'plants' is empty");
    byte[] whole = Files.readAllBytes(write(ExcelReaderTest::plants));
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    refused(file, "is no Excel workbook (xlsx) that can be read: ");
    Files.writeString(file, "a,b\n1,2\n");
    refused(file, "is no Excel workbook");
    Files.write(file, new byte[0]);
    refused(file, "is no Excel workbook");
    Files.delete(file);
    assertThatThrownBy(() -> TableData.read(file, KIND)).isInstanceOf(NoSuchFileException.class);
    Files.createDirectory(file);
    refused(file, "is a folder; name the file in it");
  }

  private static void refused(Path file, String part) {
    assertThatThrownBy(() -> TableData.read(file, KIND))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("plants.xlsx: " + part)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void damagedWorkbooksAreReadOrRefused() throws IOException {
    byte[] whole = Files.readAllBytes(write(ExcelReaderTest::plants));
    Path file = folder.resolve("damaged.xlsx");
    Fuzz.check(
        "Excel",
        "damaged.xlsx",
        DataFormatException.class,
        List.of(whole),
        bytes -> {
          Files.write(file, bytes);
          TableData.read(file, KIND);
        });
  }
}

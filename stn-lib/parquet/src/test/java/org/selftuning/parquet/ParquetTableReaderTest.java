package org.selftuning.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.Fuzz;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.TableData;
import org.selftuning.data.TableOptions;

class ParquetTableReaderTest {
  private static final TableOptions KIND = TableOptions.target("kind");
  private static final MessageType PLANTS =
      MessageTypeParser.parseMessageType(
          "message plants { optional double size; required int32 day (DATE);"
              + " required int64 at (TIMESTAMP(MILLIS,true)); required boolean ok;"
              + " required binary color (STRING); required int64 count;"
              + " required binary kind (STRING); }");

  @TempDir Path folder;

  private Path write(boolean missing) throws IOException {
    Path file = folder.resolve("plants.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Integer> writer =
        ParquetWriter.writeFile(
            PLANTS,
            file.toFile(),
            (i, row) -> {
              if (i != 3 || !missing) {
                row.write("size", i + 0.125);
              }
              row.write("day", (int) LocalDate.of(2024, 1 + i, 2).toEpochDay());
              row.write("at", 86_400_000L * i + 3_600_000L);
              row.write("ok", i % 3 == 0);
              row.write("color", i % 2 == 0 ? "red" : "blue");
              row.write("count", (long) i);
              row.write("kind", i % 2 == 0 ? "tree" : "bush");
            })) {
      for (int i = 0; i < 12; i++) {
        writer.write(i);
      }
    }
    return file;
  }

  @Test
  void cellsKeepTheirTypes() throws IOException {
    TableData data = TableData.read(write(false), KIND);
    assertThat(data.report().columns().stringColumn("became").asList())
        .containsExactly(
            "number",
            "date: year, month, day, weekday",
            "date: year, month, day, weekday, hour",
            "true or false",
            "2 categories",
            "number",
            "target, 2 classes");
    assertThat(data.report().columns().stringColumn("values").asList())
        .startsWith(
            "0.125 … 11.125", "2024-01-02 … 2024-12-02", "1970-01-01T01:00 … 1970-01-12T01:00");
    assertThat(data.report().lines().get(0))
        .isEqualTo("plants.parquet: 12 rows and 7 columns, in Parquet.");
  }

  @Test
  void nullsAreMissingByRow() throws IOException {
    Path file = write(true);
    assertThatThrownBy(() -> TableData.read(file, KIND))
        .hasMessageStartingWith(
            "plants.parquet: column 'size' has 1 missing cell, the first in row 4; ");
  }

  @Test
  void listsAreNoCells() throws IOException {
    Path file = folder.resolve("plants.parquet");
    MessageType nested =
        MessageTypeParser.parseMessageType(
            "message plants { required group at { required int32 x; } }");
    try (ParquetWriter<Integer> writer =
        ParquetWriter.writeFile(nested, file.toFile(), (i, row) -> {})) {
      assertThat(writer).isNotNull();
    }
    refused(file, "column 'at.x' holds lists or records");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = write(false);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    refused(file, "is no Parquet file that can be read: ");
    Files.write(file, new byte[0]);
    refused(file, "is no Parquet file that can be read: ");
    Files.writeString(file, "a,b\n1,2\n3,4\n5,6\n7,8\n9,10\n");
    refused(file, "is no Parquet file that can be read: ");
    Files.delete(file);
    assertThatThrownBy(() -> TableData.read(file, KIND)).isInstanceOf(NoSuchFileException.class);
    Files.createDirectory(file);
    refused(file, "is a folder; name the file in it");
  }

  private static void refused(Path file, String part) {
    assertThatThrownBy(() -> TableData.read(file, KIND))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("plants.parquet: " + part)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    byte[] whole = Files.readAllBytes(write(false));
    Path file = folder.resolve("damaged.parquet");
    Fuzz.check(
        "Parquet",
        "damaged.parquet",
        DataFormatException.class,
        List.of(whole),
        bytes -> {
          Files.write(file, bytes);
          TableData.read(file, KIND);
        });
  }
}

package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Reads a format of tables. Formats that need other libraries are artifacts of their own, found by
 * {@link ServiceLoader}.
 */
public interface TableReader {

  /** What reads the formats that are artifacts of their own. */
  Map<String, String> ARTIFACTS =
      Map.of(
          ".xlsx", "the artifact org.selftuning:stn-excel; add it, or save the sheet as CSV",
          ".parquet", "the artifact org.selftuning:stn-parquet; add it, or write the table as CSV");

  /** The word for the format: "csv". */
  String word();

  /** What its file names end in: ".csv". */
  List<String> endings();

  /** What a file of it is, for messages: "a text of cells with a header line". */
  String description();

  /**
   * Reads a file.
   *
   * @throws DataFormatException if it is no such table; one line names the place
   * @throws IOException if it cannot be read
   */
  RawTable read(Path file, TableFormat format) throws IOException;

  /** All formats that can be read here. */
  static List<TableReader> all() {
    List<TableReader> all =
        new ArrayList<>(
            List.of(new DelimitedReader("csv"), new DelimitedReader("tsv"), new JsonLinesReader()));
    ServiceLoader.load(TableReader.class, TableReader.class.getClassLoader()).forEach(all::add);
    return all;
  }

  /** Returns the format that a file's name implies, if it can be read here. */
  static Optional<TableReader> of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return all().stream()
        .filter(reader -> reader.endings().stream().anyMatch(name::endsWith))
        .findFirst();
  }

  /**
   * Reads a file in the format that its name implies; as CSV if it implies none.
   *
   * @throws DataFormatException if it is no such table, or its format needs an artifact that is not
   *     there
   * @throws IOException if it cannot be read
   */
  static RawTable readAny(Path file, TableFormat format) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataFormatException(file, "is a folder; name the file in it");
    }
    Optional<TableReader> reader = of(file);
    if (reader.isEmpty()) {
      String name = file.toString().toLowerCase(Locale.ROOT);
      for (Map.Entry<String, String> optional : ARTIFACTS.entrySet()) {
        if (name.endsWith(optional.getKey())) {
          throw new DataFormatException(file, "cannot be read without " + optional.getValue());
        }
      }
    }
    return reader.orElseGet(() -> new DelimitedReader("csv")).read(file, format);
  }
}

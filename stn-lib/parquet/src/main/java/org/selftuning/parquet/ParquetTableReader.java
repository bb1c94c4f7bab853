package org.selftuning.parquet;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.RawTable;
import org.selftuning.data.TableFormat;
import org.selftuning.data.TableReader;

/**
 * Reads Parquet files with columns of numbers, texts, dates, times, true and false; no lists and
 * none within each other. A null is a missing cell; times are in UTC.
 */
public final class ParquetTableReader implements TableReader {

  /** Made by the {@link java.util.ServiceLoader}. */
  public ParquetTableReader() {}

  @Override
  public String word() {
    return "parquet";
  }

  @Override
  public List<String> endings() {
    return List.of(".parquet");
  }

  @Override
  public String description() {
    return "a Parquet file of plain columns";
  }

  @Override
  public RawTable read(Path file, TableFormat format) throws IOException {
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try {
      return table(file, format);
    } catch (DataFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the reader throws of both kinds on damage
      throw DataFormatException.damaged(
          file.getFileName().toString(), "is no Parquet file that can be read", e);
    }
  }

  private static RawTable table(Path file, TableFormat format) throws IOException {
    Map<String, PrimitiveType> types = types(file);
    List<String> header = List.copyOf(types.keySet());
    String source = file.getFileName().toString();
    RawTable.Builder table = new RawTable.Builder(source, "row", header, format);
    try (Stream<Object[]> rows =
        ParquetReader.streamContent(file.toFile(), columns -> new Cells(types))) {
      long row = 0;
      for (Iterator<Object[]> each = rows.iterator(); each.hasNext(); ) {
        table.row(++row, Arrays.asList(each.next()));
      }
    }
    return table.table(source.replaceFirst("\\.[^.]*$", ""), ',', ", in Parquet");
  }

  private static Map<String, PrimitiveType> types(Path file) throws IOException {
    Map<String, PrimitiveType> types = new LinkedHashMap<>();
    for (ColumnDescriptor column :
        ParquetReader.readMetadata(file.toFile()).getFileMetaData().getSchema().getColumns()) {
      if (column.getPath().length != 1 || column.getMaxRepetitionLevel() > 0) {
        throw new DataFormatException(
            file,
            "column '"
                + String.join(".", column.getPath())
                + "' holds lists or records, which are no cells of a table; write it without");
      }
      types.put(column.getPath()[0], column.getPrimitiveType());
    }
    return types;
  }

  /** Collects the cells of a row; a null is not reported. */
  private record Cells(Map<String, PrimitiveType> types, List<String> names)
      implements Hydrator<Object[], Object[]> {
    Cells(Map<String, PrimitiveType> types) {
      this(types, new ArrayList<>(types.keySet()));
    }

    @Override
    public Object[] start() {
      return new Object[names.size()];
    }

    @Override
    public Object[] add(Object[] row, String name, Object value) {
      row[names.indexOf(name)] = cell(types.get(name).getLogicalTypeAnnotation(), value);
      return row;
    }

    @Override
    public Object[] finish(Object[] row) {
      return row;
    }

    private static Object cell(LogicalTypeAnnotation type, Object value) {
      if (value instanceof Integer days
          && type instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
        return LocalDate.ofEpochDay(days);
      }
      if (value instanceof Long ticks && type instanceof TimestampLogicalTypeAnnotation time) {
        long perSecond =
            switch (time.getUnit()) {
              case MILLIS -> 1_000L;
              case MICROS -> 1_000_000L;
              case NANOS -> 1_000_000_000L;
            };
        return LocalDateTime.ofInstant(
            Instant.ofEpochSecond(
                Math.floorDiv(ticks, perSecond),
                Math.floorMod(ticks, perSecond) * (1_000_000_000L / perSecond)),
            ZoneOffset.UTC);
      }
      return value;
    }
  }
}

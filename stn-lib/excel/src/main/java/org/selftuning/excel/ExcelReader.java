package org.selftuning.excel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.RawTable;
import org.selftuning.data.TableFormat;
import org.selftuning.data.TableReader;

/**
 * Reads the first sheet of an Excel workbook (xlsx). Its first row that is not empty names the
 * columns; rows without cells are left out. A formula counts as the value that Excel computed last,
 * a number with a date format as a date.
 */
public final class ExcelReader implements TableReader {
  private static final long MOST_BYTES = 1L << 28;
  private static final int FIRST_DATE = 14;
  private static final int LAST_DATE = 17;
  private static final int DATE_TIME = 22;

  /** Made by the {@link java.util.ServiceLoader}. */
  public ExcelReader() {}

  @Override
  public String word() {
    return "excel";
  }

  @Override
  public List<String> endings() {
    return List.of(".xlsx");
  }

  @Override
  public String description() {
    return "an Excel workbook whose first sheet has a row of names";
  }

  @Override
  public RawTable read(Path file, TableFormat format) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new DataFormatException(file, "has more than 256 MiB; save the sheet as CSV");
    }
    try (ReadableWorkbook workbook =
        new ReadableWorkbook(file.toFile(), new ReadingOptions(true, false))) {
      Sheet sheet = workbook.getFirstSheet();
      List<Row> rows = sheet.read().stream().filter(ExcelReader::filled).toList();
      if (rows.isEmpty()) {
        throw new DataFormatException(file, "sheet '" + sheet.getName() + "' is empty");
      }
      return table(file, sheet.getName(), rows, format);
    } catch (DataFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the reader throws of both kinds on damage
      throw DataFormatException.damaged(
          file.getFileName().toString(), "is no Excel workbook (xlsx) that can be read", e);
    }
  }

  private static boolean filled(Row row) {
    return row.stream().anyMatch(cell -> cell != null && !text(cell).isBlank());
  }

  private static String text(Cell cell) {
    return cell.getRawValue() == null ? "" : cell.getRawValue();
  }

  private static RawTable table(Path file, String sheet, List<Row> rows, TableFormat format)
      throws DataFormatException {
    List<String> header = new ArrayList<>();
    Row names = rows.get(0);
    int width = 0;
    for (int i = 0; i < names.getCellCount(); i++) {
      header.add(names.getOptionalCell(i).map(Cell::getText).orElse(""));
      width = header.get(i).isBlank() ? width : i + 1;
    }
    String source = file.getFileName().toString();
    RawTable.Builder table = new RawTable.Builder(source, "row", header.subList(0, width), format);
    for (Row row : rows.subList(1, rows.size())) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < Math.max(width, row.getCellCount()); i++) {
        Object value = value(file, row, i);
        if (i < width || value != null) {
          cells.add(value);
        }
      }
      table.row(row.getRowNum(), cells);
    }
    String name = source.replaceFirst("\\.[^.]*$", "");
    return table.table(name, ',', ", of sheet '" + sheet + "'");
  }

  private static Object value(Path file, Row row, int column) throws DataFormatException {
    Cell cell = row.getOptionalCell(column).orElse(null);
    if (cell == null || cell.getType() == CellType.EMPTY || text(cell).isEmpty()) {
      return null;
    }
    if (cell.getType() == CellType.ERROR) {
      throw new DataFormatException(
          file, "cell " + cell.getAddress() + " holds the error " + cell.getRawValue());
    }
    return isDate(cell) ? date(cell.asDate()) : cell.getValue();
  }

  /** Excel knows no dates without a time. */
  private static Object date(LocalDateTime date) {
    return date.toLocalTime().equals(LocalTime.MIDNIGHT) ? date.toLocalDate() : date;
  }

  private static boolean isDate(Cell cell) {
    if (!(cell.getValue() instanceof Number)) {
      return false;
    }
    Integer id = cell.getDataFormatId();
    String pattern = cell.getDataFormatString();
    return id != null && (id >= FIRST_DATE && id <= LAST_DATE || id == DATE_TIME)
        || pattern != null
            && pattern
                .toLowerCase(Locale.ROOT)
                .replaceAll("\"[^\"]*\"|\\[[^\\]]*\\]", "")
                .matches(".*(yy|d).*");
  }
}

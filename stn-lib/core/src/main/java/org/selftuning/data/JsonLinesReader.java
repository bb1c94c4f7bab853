package org.selftuning.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads tables of JSON objects, one a line. The columns are the names that occur; an object within
 * another makes columns such as {@code address.city}; null and a name that a line lacks are missing
 * cells.
 */
record JsonLinesReader() implements TableReader {

  @Override
  public String word() {
    return "jsonl";
  }

  @Override
  public List<String> endings() {
    return List.of(".jsonl", ".ndjson");
  }

  @Override
  public String description() {
    return "a text with a JSON object in each line";
  }

  @Override
  public RawTable read(Path file, TableFormat format) throws IOException {
    TableText source = TableText.any(file, format);
    Map<Long, Map<String, Object>> rows = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    long number = 0;
    for (String line : (Iterable<String>) source.text().lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        Map<String, Object> row = row(file, number, line);
        names.addAll(row.keySet());
        rows.put(number, row);
      }
    }
    if (rows.isEmpty()) {
      throw new DataFormatException(file, "is empty; a JSON object in each line is expected");
    }
    List<String> header = List.copyOf(names);
    RawTable.Builder table =
        new RawTable.Builder(file.getFileName().toString(), "line", header, format);
    for (Map.Entry<Long, Map<String, Object>> row : rows.entrySet()) {
      List<Object> cells = new ArrayList<>();
      header.forEach(name -> cells.add(row.getValue().get(name)));
      table.row(row.getKey(), cells);
    }
    return table.table(
        DataFolder.stem(file), ',', ", a JSON object in each line, in " + source.encoding());
  }

  private static Map<String, Object> row(Path file, long number, String line)
      throws DataFormatException {
    try {
      Map<String, Object> row = new LinkedHashMap<>();
      flatten("", JsonDocument.read(line), row);
      return row;
    } catch (JsonParseException | IllegalArgumentException e) {
      String problem = e.getMessage().replaceFirst("^line \\d+, ", "");
      throw new DataFormatException(
          file, "line " + number + ": " + problem + "; a JSON object is expected", e);
    }
  }

  private static void flatten(String prefix, JsonObject object, Map<String, Object> row) {
    for (Map.Entry<String, JsonElement> field : object.entrySet()) {
      String name = prefix + field.getKey();
      JsonElement value = field.getValue();
      if (value instanceof JsonObject inner) {
        flatten(name + ".", inner, row);
      } else if (value instanceof JsonArray) {
        throw new IllegalArgumentException("'" + name + "' is a list, which is no cell of a table");
      } else if (value instanceof JsonPrimitive cell) {
        row.put(name, cell.isNumber() ? new BigDecimal(cell.getAsString()) : cell.getAsString());
      } else {
        row.put(name, null);
      }
    }
  }
}

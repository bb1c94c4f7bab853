package org.selftuning.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a network predicts, in the words and units of the raw data. */
public sealed interface Outputs {

  /** The columns of a table that hold it; empty names where the data are no table. */
  List<String> columns();

  /** What a data set of such targets asks for. */
  Target target();

  /**
   * Writes the target of a row of a table.
   *
   * @param y receives {@code target().width()} floats from {@code at} on
   * @throws DataFormatException if the row has another target than this one; a missing one is NaN
   */
  void write(List<Cells> columns, int row, float[] y, int at) throws DataFormatException;

  /** The fields from which {@link #of(JsonFields)} makes an equal one. */
  JsonObject toJson();

  /** Of data that are no table. */
  static Outputs of(Target target) {
    return target instanceof Target.Classes classes
        ? new Classes("", classes.names())
        : new Numbers(
            IntStream.range(0, target.width()).mapToObj(i -> NumberRule.plain("")).toList());
  }

  /** Makes outputs of the fields that {@link #toJson} wrote. */
  static Outputs of(JsonFields json) {
    String kind = json.text("kind");
    return switch (kind) {
      case "classes" -> new Classes(json.text("column"), json.texts("names"));
      case "numbers" -> new Numbers(json.list("columns").stream().map(NumberRule::of).toList());
      case "tokens" -> new Tokens(json.integer("count"));
      default -> throw new IllegalArgumentException("there are no outputs of kind '" + kind + "'");
    };
  }

  /** Returns the targets of rows of a table: NaN where it has no such column. */
  default float[] write(RawTable table, int[] rows) throws DataFormatException {
    int width = target().width();
    float[] y = new float[rows.length * width];
    Arrays.fill(y, Float.NaN);
    List<Optional<Cells>> found = columns().stream().map(table::column).toList();
    if (found.stream().allMatch(Optional::isPresent)) {
      List<Cells> cells = found.stream().map(Optional::orElseThrow).toList();
      for (int i = 0; i < rows.length; i++) {
        write(cells, rows[i], y, i * width);
      }
    }
    return y;
  }

  /**
   * One of a number of classes.
   *
   * @param column of a table that holds it
   * @param names of the classes, in the order of their numbers
   */
  record Classes(String column, List<String> names) implements Outputs {
    /** Keeps a copy. */
    public Classes {
      names = List.copyOf(names);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public Target.Classes target() {
      return new Target.Classes(names);
    }

    @Override
    public void write(List<Cells> columns, int row, float[] y, int at) throws DataFormatException {
      Cells cells = columns.get(0);
      if (!cells.isMissing(row)) {
        y[at] = names.indexOf(cells.get(row));
        if (y[at] < 0) {
          throw cells.refused(
              row, cells.quoted(row) + " is no class that the network knows: " + names);
        }
      }
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = new JsonObject();
      json.addProperty("kind", "classes");
      json.addProperty("column", column);
      json.add("names", JsonFields.of(names));
      return json;
    }
  }

  /**
   * Numbers. A network predicts them scaled: number = mean + std · prediction.
   *
   * @param numbers one for each value that is predicted
   */
  record Numbers(List<NumberRule> numbers) implements Outputs {
    /** Keeps a copy. */
    public Numbers {
      numbers = List.copyOf(numbers);
    }

    @Override
    public List<String> columns() {
      return numbers.stream().map(NumberRule::name).toList();
    }

    @Override
    public Target.Values target() {
      return new Target.Values(numbers.size());
    }

    @Override
    public void write(List<Cells> columns, int row, float[] y, int at) throws DataFormatException {
      for (int i = 0; i < numbers.size(); i++) {
        if (!columns.get(i).isMissing(row)) {
          numbers.get(i).write(columns.get(i), row, y, at + i);
        }
      }
    }

    @Override
    public JsonObject toJson() {
      JsonArray all = new JsonArray();
      numbers.forEach(number -> all.add(number.toJson()));
      JsonObject json = new JsonObject();
      json.addProperty("kind", "numbers");
      json.add("columns", all);
      return json;
    }
  }

  /**
   * The token that follows in a text.
   *
   * @param count of different tokens
   */
  record Tokens(int count) implements Outputs {
    @Override
    public List<String> columns() {
      return List.of();
    }

    @Override
    public Target target() {
      throw new UnsupportedOperationException("a text is no data set of examples");
    }

    @Override
    public void write(List<Cells> columns, int row, float[] y, int at) {
      throw new UnsupportedOperationException("a table holds no tokens");
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = new JsonObject();
      json.addProperty("kind", "tokens");
      json.addProperty("count", count);
      return json;
    }
  }
}

package org.selftuning.data;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A column of texts, as one feature a category: 1 where the row has it, 0 elsewhere. A missing cell
 * counts as the most frequent category of the training part.
 *
 * @param name of the column
 * @param categories at most {@value #MOST}
 * @param commonest the number of the most frequent one
 */
public record CategoryRule(String name, List<String> categories, int commonest)
    implements ColumnRule {
  static final String KIND = "categories";

  /** More different texts than this are taken for names or row numbers. */
  static final int MOST = 100;

  /** Keeps a copy. */
  public CategoryRule {
    categories = List.copyOf(categories);
  }

  static CategoryRule fit(Cells cells, int[] rows, int[] train) throws DataFormatException {
    List<String> categories = distinct(cells, rows);
    if (categories.isEmpty() || categories.size() > MOST) {
      throw cells.refused(
          (categories.isEmpty()
                  ? "has no values in the rows that are left"
                  : String.format(
                      "holds %d different texts, such as %s in %s; categories are at most %d",
                      categories.size(),
                      cells.quoted(cells.known().findFirst().orElseThrow()),
                      cells.place(cells.known().findFirst().orElseThrow()),
                      MOST))
              + "; ignore it with --ignore "
              + cells.option());
    }
    int[] counts = new int[categories.size()];
    for (int row : train) {
      if (!cells.isMissing(row)) {
        counts[categories.indexOf(cells.get(row))]++;
      }
    }
    int commonest =
        IntStream.range(0, counts.length)
            .reduce(0, (best, c) -> counts[c] > counts[best] ? c : best);
    return new CategoryRule(cells.name(), categories, commonest);
  }

  /**
   * Returns the different texts of a column: those that are numbers without a comma first, by size,
   * others by the alphabet.
   */
  static List<String> distinct(Cells cells, int[] rows) {
    List<String> distinct =
        Arrays.stream(rows).mapToObj(cells::get).filter(t -> t != null).distinct().toList();
    boolean numbers = distinct.stream().allMatch(CategoryRule::isNumber);
    Comparator<String> order =
        numbers
            ? Comparator.comparingDouble((String t) -> NumberText.value(t, '.'))
            : Comparator.naturalOrder();
    return distinct.stream().sorted(order).toList();
  }

  private static boolean isNumber(String text) {
    NumberText way = NumberText.of(text);
    return way == NumberText.PLAIN || way == NumberText.POINT;
  }

  @Override
  public List<String> features() {
    return categories.stream().map(category -> name + "=" + category).toList();
  }

  @Override
  public String filling() {
    return "'" + categories.get(commonest) + "', the most frequent";
  }

  @Override
  public void write(Cells cells, int row, float[] x, int at) throws DataFormatException {
    int category = cells.isMissing(row) ? commonest : categories.indexOf(cells.get(row));
    if (category < 0) {
      throw cells.refused(
          row,
          cells.quoted(row)
              + " is no category of the training data"
              + (categories.size() <= 10 ? ", which are " + categories : ""));
    }
    x[at + category] = 1;
  }

  @Override
  public String cell(float[] x, int at) {
    for (int c = 0; c < categories.size(); c++) {
      if (x[at + c] > 0.5) {
        return categories.get(c);
      }
    }
    return "";
  }

  @Override
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", KIND);
    json.addProperty("name", name);
    json.add("categories", JsonFields.of(categories));
    json.addProperty("commonest", commonest);
    return json;
  }

  static CategoryRule of(JsonFields json) {
    return new CategoryRule(json.text("name"), json.texts("categories"), json.integer("commonest"));
  }
}

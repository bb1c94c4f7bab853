package org.selftuning.data;

import com.google.gson.JsonObject;
import java.util.List;

/** How a column of a table becomes features: fitted on a training part, and fixed from then on. */
public sealed interface ColumnRule permits NumberRule, CategoryRule, DateRule {

  /** The column. */
  String name();

  /** What each feature is. */
  List<String> features();

  /** The number of features. */
  default int width() {
    return features().size();
  }

  /** What a missing cell counts as. */
  String filling();

  /**
   * Writes the features of a cell.
   *
   * @param x receives {@link #width} floats from {@code at} on, which are 0 before
   * @throws DataFormatException if the cell is none of the column's; one line names it
   */
  void write(Cells cells, int row, float[] x, int at) throws DataFormatException;

  /**
   * What features say that a cell held: of a missing one, what it counts as.
   *
   * @param x the features of the column, from {@code at} on
   */
  String cell(float[] x, int at);

  /** The fields from which {@link #of(JsonFields)} makes an equal one. */
  JsonObject toJson();

  /**
   * Returns the rule for a column.
   *
   * @param rows the rows of the table that are used
   * @param train of these, those of the training part: statistics are theirs
   */
  static ColumnRule fit(CellValues values, int[] rows, int[] train) throws DataFormatException {
    return values instanceof CellValues.Numbers numbers
        ? NumberRule.fit(numbers, train)
        : values instanceof CellValues.Dates dates
            ? DateRule.fit(dates, train)
            : CategoryRule.fit(values.cells(), rows, train);
  }

  /** Makes a rule of the fields that {@link #toJson} wrote. */
  static ColumnRule of(JsonFields json) {
    String kind = json.text("kind");
    return switch (kind) {
      case NumberRule.KIND -> NumberRule.of(json);
      case CategoryRule.KIND -> CategoryRule.of(json);
      case DateRule.KIND -> DateRule.of(json);
      default ->
          throw new IllegalArgumentException("there is no column of the kind '" + kind + "'");
    };
  }
}

package org.selftuning.data;

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A column of numbers, as one feature (value − mean) / std; a missing one counts as the mean.
 *
 * @param name of the column
 * @param mean of the training part
 * @param std of the training part; 1 where all values are the same
 * @param mark the decimal mark
 * @param percent whether the cells have percent signs
 */
public record NumberRule(String name, double mean, double std, char mark, boolean percent)
    implements ColumnRule {
  static final String KIND = "number";

  /** Numbers that stay as they are. */
  static NumberRule plain(String name) {
    return new NumberRule(name, 0, 1, '.', false);
  }

  static NumberRule fit(CellValues.Numbers numbers, int[] train) throws DataFormatException {
    Cells cells = numbers.cells();
    Scale scale = Scale.of(cells, Arrays.stream(train).mapToDouble(row -> numbers.values()[row]));
    return new NumberRule(
        cells.name(), scale.mean(), scale.std(), numbers.mark(), numbers.percent());
  }

  /** Returns the number that a scaled one stands for. */
  public double unscaled(double scaled) {
    return mean + std * scaled;
  }

  @Override
  public List<String> features() {
    return List.of(name);
  }

  @Override
  public String filling() {
    return String.format(Locale.ROOT, "%.4g, the mean", mean);
  }

  @Override
  public void write(Cells cells, int row, float[] x, int at) throws DataFormatException {
    x[at] = cells.isMissing(row) ? 0 : (float) ((value(cells, row) - mean) / std);
  }

  @Override
  public String cell(float[] x, int at) {
    return digits(unscaled(x[at]), 6);
  }

  /** A number with this many significant digits, without idle zeros. */
  static String digits(double x, int significant) {
    return new BigDecimal(x)
        .round(new MathContext(significant))
        .stripTrailingZeros()
        .toPlainString();
  }

  private double value(Cells cells, int row) throws DataFormatException {
    String cell = cells.get(row);
    NumberText way = NumberText.of(cell);
    if (way == NumberText.NONE || !way.allows(mark)) {
      throw cells.refused(
          row, cells.quoted(row) + " is not a number whose decimal mark is '" + mark + "'");
    }
    if (NumberText.isPercent(cell) != percent) {
      throw cells.refused(
          row,
          cells.quoted(row)
              + (percent ? " is not in percent, but" : " is in percent, but not")
              + " the cells of the training part");
    }
    return NumberText.value(cell, mark);
  }

  @Override
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", KIND);
    json.addProperty("name", name);
    json.addProperty("mean", mean);
    json.addProperty("std", std);
    json.addProperty("mark", String.valueOf(mark));
    json.addProperty("percent", percent);
    return json;
  }

  static NumberRule of(JsonFields json) {
    return new NumberRule(
        json.text("name"),
        json.number("mean"),
        json.number("std"),
        json.text("mark").charAt(0),
        json.flag("percent"));
  }
}

package org.selftuning.data;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A column of a table as features of a network. */
sealed interface CsvColumn {

  /** More different texts than this are taken for names or row numbers. */
  int MOST_CATEGORIES = 100;

  /** What each feature is. */
  List<String> features();

  /** Writes the features of all rows into {@code x} [rows, width] at column {@code at}. */
  void write(float[] x, int at, int width);

  /** The number of features. */
  default int width() {
    return features().size();
  }

  /** What a missing cell counts as. */
  String filling();

  /**
   * Returns the features of a column; a date has several.
   *
   * @param rows the rows of the table that are used
   * @param train of these, those of the training part: statistics are theirs
   */
  static List<? extends CsvColumn> features(CsvValues values, int[] rows, int[] train)
      throws DataFormatException {
    CsvCells cells = values.cells();
    if (values instanceof CsvValues.Numbers numbers) {
      double[] used = Arrays.stream(rows).mapToDouble(row -> numbers.values()[row]).toArray();
      return List.of(Numbers.of(cells, cells.name(), used, train));
    }
    if (values instanceof CsvValues.Dates dates) {
      LocalDateTime[] used =
          Arrays.stream(rows).mapToObj(row -> dates.values()[row]).toArray(LocalDateTime[]::new);
      List<CsvColumn> parts = new ArrayList<>();
      for (Part part : Part.values()) {
        if (part != Part.HOUR || dates.time()) {
          double[] of =
              Stream.of(used)
                  .mapToDouble(date -> date == null ? Double.NaN : part.of.applyAsDouble(date))
                  .toArray();
          parts.add(Numbers.of(cells, cells.name() + ":" + part.word, of, train));
        }
      }
      return parts;
    }
    String[] used = Arrays.stream(rows).mapToObj(cells::get).toArray(String[]::new);
    return List.of(OneHot.of(cells, used, train));
  }

  /**
   * Returns the different texts that are not null: those that are numbers without a comma first, by
   * size, others by the alphabet.
   */
  static List<String> categories(String[] texts) {
    List<String> distinct = Arrays.stream(texts).filter(t -> t != null).distinct().toList();
    boolean numbers = distinct.stream().allMatch(CsvColumn::isNumber);
    Comparator<String> order =
        numbers
            ? Comparator.comparingDouble((String t) -> CsvNumber.value(t, '.'))
            : Comparator.naturalOrder();
    return distinct.stream().sorted(order).toList();
  }

  private static boolean isNumber(String text) {
    CsvNumber way = CsvNumber.of(text);
    return way == CsvNumber.PLAIN || way == CsvNumber.POINT;
  }

  /** What a network sees of a date. */
  enum Part {
    /** The year. */
    YEAR("year", LocalDateTime::getYear),
    /** 1 to 12. */
    MONTH("month", LocalDateTime::getMonthValue),
    /** 1 to 31. */
    DAY("day", LocalDateTime::getDayOfMonth),
    /** 1, Monday, to 7. */
    WEEKDAY("weekday", date -> date.getDayOfWeek().getValue()),
    /** 0 to 24, with minutes and seconds as fractions. */
    HOUR("hour", date -> date.toLocalTime().toSecondOfDay() / 3600.0);

    final String word;
    final ToDoubleFunction<LocalDateTime> of;

    Part(String word, ToDoubleFunction<LocalDateTime> of) {
      this.word = word;
      this.of = of;
    }
  }

  /** Numbers, (value − mean) / std; a missing one is 0, the mean. */
  @SuppressWarnings("ArrayRecordComponent") // a column's cells; compared by no one
  record Numbers(String name, double[] values, double mean, double std) implements CsvColumn {
    static Numbers of(CsvCells cells, String name, double[] values, int[] train)
        throws DataFormatException {
      double[] known =
          Arrays.stream(train)
              .mapToDouble(row -> values[row])
              .filter(v -> !Double.isNaN(v))
              .toArray();
      double mean = Arrays.stream(known).average().orElse(Double.NaN);
      double variance = Arrays.stream(known).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      if (!Double.isFinite(mean) || !Double.isFinite(variance)) {
        throw cells.refused(
            (known.length == 0 ? "has no value" : "has no finite mean and variance")
                + " in the training part; ignore it with --ignore "
                + cells.option());
      }
      return new Numbers(name, values, mean, variance > 0 ? Math.sqrt(variance) : 1);
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
    public void write(float[] x, int at, int width) {
      for (int row = 0; row < values.length; row++) {
        x[row * width + at] = Double.isNaN(values[row]) ? 0 : (float) ((values[row] - mean) / std);
      }
    }
  }

  /** One feature a category; a missing cell counts as the most frequent one. */
  @SuppressWarnings("ArrayRecordComponent") // a column's cells; compared by no one
  record OneHot(String name, List<String> categories, int[] values, int commonest)
      implements CsvColumn {
    static OneHot of(CsvCells cells, String[] texts, int[] train) throws DataFormatException {
      List<String> categories = CsvColumn.categories(texts);
      if (categories.isEmpty() || categories.size() > MOST_CATEGORIES) {
        throw cells.refused(
            (categories.isEmpty()
                    ? "has no values in the rows that are left"
                    : String.format(
                        "holds %d different texts, such as %s in line %d; categories are at most"
                            + " %d",
                        categories.size(),
                        cells.quoted(cells.known().findFirst().orElseThrow()),
                        cells.line(cells.known().findFirst().orElseThrow()),
                        MOST_CATEGORIES))
                + "; ignore it with --ignore "
                + cells.option());
      }
      int[] values = new int[texts.length];
      Arrays.setAll(values, row -> categories.indexOf(texts[row]));
      int[] counts = new int[categories.size()];
      for (int row : train) {
        if (values[row] >= 0) {
          counts[values[row]]++;
        }
      }
      int commonest =
          IntStream.range(0, counts.length)
              .reduce(0, (best, c) -> counts[c] > counts[best] ? c : best);
      Arrays.setAll(values, row -> values[row] < 0 ? commonest : values[row]);
      return new OneHot(cells.name(), categories, values, commonest);
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
    public void write(float[] x, int at, int width) {
      for (int row = 0; row < values.length; row++) {
        x[row * width + at + values[row]] = 1;
      }
    }
  }
}

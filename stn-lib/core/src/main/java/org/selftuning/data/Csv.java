package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.selftuning.tensor.Shape;

/**
 * A CSV file as a data set. Each column of numbers becomes one feature with mean 0 and standard
 * deviation 1 in the training part; each column of text, or of true and false, becomes one feature
 * a category, 1 where the row has it and 0 elsewhere; a column of dates becomes the year, the
 * month, the day, the day of the week and, where there are times, the hour. In a regression the
 * target is brought to mean 0 and standard deviation 1 in the training part too, so that a mean
 * squared error of 1 is what predicting the mean earns: value = {@code targetMean} + {@code
 * targetStd} · prediction.
 *
 * @param split the three parts
 * @param features what each feature is: "age", "sex=female", "sold:year"
 * @param targetMean 0 for a classification
 * @param targetStd 1 for a classification
 * @param dropped the number of rows left out for their missing cells
 * @param report what each column became, and every change to a cell
 */
public record Csv(
    Split split,
    List<String> features,
    double targetMean,
    double targetStd,
    int dropped,
    TableReport report) {

  /** Keeps a copy. */
  public Csv {
    features = List.copyOf(features);
  }

  /**
   * Reads a file with a header line. No cell is changed, left out or reinterpreted without a word
   * in the {@link #report}; what can be read in more than one way is refused.
   *
   * @throws DataFormatException if the file is no table, lacks the target, has missing cells that
   *     the options refuse, or a column that cannot be used; the message names line and column
   * @throws IOException if the file cannot be read
   */
  public static Csv read(Path file, CsvOptions options) throws IOException {
    CsvTable table = CsvTable.read(file, options.format());
    List<String> texts = new ArrayList<>(options.categories());
    for (String name : options.ignored()) {
      table.require(name);
    }
    for (String name : texts) {
      table.require(name);
    }
    CsvCells target = table.require(options.target());
    if (options.task() == CsvOptions.Task.CLASSIFICATION) {
      texts.add(target.name());
    }
    List<CsvCells> used =
        table.columns().stream().filter(c -> !options.ignored().contains(c.name())).toList();
    for (CsvCells column : used) {
      column.requireValues();
    }
    List<CsvValues> values = CsvValues.of(used, texts, options.format(), table.separator());
    requireComplete(used, target, options.missing());
    int[] rows =
        IntStream.range(0, table.rows())
            .filter(row -> used.stream().noneMatch(column -> column.isMissing(row)))
            .toArray();
    if (options.missing() == CsvOptions.Missing.FILL) {
      rows = IntStream.range(0, table.rows()).toArray();
    }
    if (used.size() < 2 || rows.length < 3) {
      CsvCells most = used.stream().max(Comparator.comparingInt(CsvCells::missing)).orElseThrow();
      throw new DataFormatException(
          file,
          String.format(
              "%d rows and %d columns are left; there must be a target, a feature, and a row for"
                  + " each of training, validation and test%s%s",
              rows.length,
              used.size(),
              table.columns().size() == 1
                  ? "; if its cells are separated by neither , ; | nor tabs, say --separator"
                  : "",
              rows.length < table.rows()
                  ? String.format(
                      "; column '%s' has the most missing cells, %d", most.name(), most.missing())
                  : ""));
    }
    return encode(table, values, options, rows);
  }

  private static void requireComplete(
      List<CsvCells> used, CsvCells target, CsvOptions.Missing missing) throws DataFormatException {
    String drop = "leave such rows out with --missing drop";
    if (missing == CsvOptions.Missing.FILL) {
      target.requireComplete(drop);
    } else if (missing == CsvOptions.Missing.REFUSE) {
      for (CsvCells column : used) {
        column.requireComplete(
            column == target ? drop : drop + ", or fill the cells with --missing fill");
      }
    }
  }

  private static Csv encode(CsvTable table, List<CsvValues> values, CsvOptions options, int[] rows)
      throws IOException {
    String name = DataFolder.stem(table.file());
    Split.Rows parts =
        Split.Rows.of(
            name, rows.length, options.validationShare(), options.testShare(), options.seed());
    CsvSummary summary = new CsvSummary(table, options, rows, parts);
    List<CsvColumn> encoded = new ArrayList<>();
    CsvValues target = null;
    for (CsvValues column : values) {
      if (column.cells().name().equals(options.target())) {
        target = column;
      } else {
        var features = CsvColumn.features(column, rows, parts.train());
        summary.feature(column, features);
        encoded.addAll(features);
      }
    }
    long width = encoded.stream().mapToLong(CsvColumn::width).sum();
    if (width * rows.length > Integer.MAX_VALUE - 8) {
      throw new DataFormatException(
          table.file(),
          String.format(
              "%d rows of %d features are %d numbers; the most are 2^31; ignore columns, or"
                  + " split the file",
              rows.length, width, width * rows.length));
    }
    float[] x = new float[(int) width * rows.length];
    List<String> features = new ArrayList<>();
    for (CsvColumn column : encoded) {
      column.write(x, features.size(), (int) width);
      features.addAll(column.features());
    }
    Shape shape = Shape.of((int) width);
    int dropped = table.rows() - rows.length;

    if (target instanceof CsvValues.Numbers numbers) {
      double[] used = Arrays.stream(rows).mapToDouble(row -> numbers.values()[row]).toArray();
      CsvColumn.Numbers scaled =
          CsvColumn.Numbers.of(numbers.cells(), options.target(), used, parts.train());
      float[] y = new float[rows.length];
      scaled.write(y, 0, 1);
      TableReport report = summary.values(numbers, scaled);
      Dataset all = new ArraySet(name, shape, new Target.Values(1), x, y, Optional.of(report));
      return new Csv(parts.of(all), features, scaled.mean(), scaled.std(), dropped, report);
    }
    float[] labels = new float[rows.length];
    List<String> classes = classes(target, options.task(), rows, labels);
    TableReport report = summary.classes(target, classes, labels);
    Dataset all =
        new ArraySet(name, shape, new Target.Classes(classes), x, labels, Optional.of(report));
    return new Csv(parts.of(all), features, 0, 1, dropped, report);
  }

  /** Writes the labels of {@code rows} and returns the classes' names. */
  private static List<String> classes(
      CsvValues target, CsvOptions.Task task, int[] rows, float[] labels)
      throws DataFormatException {
    CsvCells cells = target.cells();
    if (task == CsvOptions.Task.REGRESSION || target instanceof CsvValues.Dates) {
      int first = cells.known().findFirst().orElseThrow();
      throw cells.refused(
          String.format(
              "holds %s such as %s in line %d, not numbers; a regression needs numbers, a"
                  + " classification (--task classification) takes both",
              target instanceof CsvValues.Dates ? "dates" : "text",
              cells.quoted(first),
              cells.line(first)));
    }
    String[] texts = Arrays.stream(rows).mapToObj(cells::get).toArray(String[]::new);
    List<String> classes = CsvColumn.categories(texts);
    if (classes.size() < 2) {
      throw cells.refused("has one class only: " + classes);
    }
    Map<String, Integer> numbers = new HashMap<>();
    classes.forEach(c -> numbers.put(c, numbers.size()));
    for (int row = 0; row < rows.length; row++) {
      labels[row] = numbers.get(texts[row]);
    }
    return classes;
  }
}

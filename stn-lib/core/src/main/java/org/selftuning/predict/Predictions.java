package org.selftuning.predict;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.selftuning.data.Dataset;
import org.selftuning.data.NumberRule;
import org.selftuning.data.Outputs;
import org.selftuning.data.Target;
import org.selftuning.data.Vocabulary;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a network predicts of N examples: for each, the probabilities of C classes, or C numbers in
 * their own units.
 */
public final class Predictions {
  /** Tables have a column for each class up to this many classes. */
  public static final int MOST_COLUMNS = 20;

  /** Tables of tokens have this many rows. */
  public static final int TOKENS = 10;

  private final String name;
  private final List<String> classes;
  private final List<String> numbers;
  private final List<String> examples;
  private final double[] actual;
  private final double[] values;
  private final int width;
  private final boolean token;

  private Predictions(
      String name,
      List<String> classes,
      List<String> numbers,
      List<String> examples,
      double[] actual,
      double[] values,
      boolean token) {
    this.name = name;
    this.classes = classes;
    this.numbers = numbers;
    this.examples = examples;
    this.actual = actual;
    this.values = values;
    this.token = token;
    width = classes.isEmpty() ? numbers.size() : classes.size();
  }

  /**
   * Of examples.
   *
   * @param outputs of the network [N, C]
   */
  static Predictions of(Dataset data, Outputs target, float[] outputs) {
    int n = data.size();
    int wide = data.target().width();
    double[] actual = new double[n * wide];
    float[] y = new float[wide];
    List<NumberRule> rules = target instanceof Outputs.Numbers all ? all.numbers() : List.of();
    for (int i = 0; i < n; i++) {
      data.readTarget(i, y, 0);
      for (int j = 0; j < wide; j++) {
        actual[i * wide + j] = rules.isEmpty() ? y[j] : rules.get(j).unscaled(y[j]);
      }
    }
    List<String> examples =
        data.named() ? IntStream.range(0, n).mapToObj(data::exampleName).toList() : List.of();
    if (rules.isEmpty()) {
      List<String> classes = ((Target.Classes) target.target()).names();
      double[] p = softmax(outputs, classes.size());
      return new Predictions(data.name(), classes, List.of(), examples, actual, p, false);
    }
    double[] values = new double[outputs.length];
    Arrays.setAll(values, i -> rules.get(i % rules.size()).unscaled(outputs[i]));
    return new Predictions(data.name(), List.of(), names(rules), examples, actual, values, false);
  }

  private static List<String> names(List<NumberRule> rules) {
    return IntStream.range(0, rules.size())
        .mapToObj(
            i ->
                !rules.get(i).name().isEmpty()
                    ? rules.get(i).name()
                    : rules.size() == 1 ? "value" : "value " + (i + 1))
        .toList();
  }

  /** The token after a text, from outputs [C]. */
  static Predictions next(Vocabulary vocabulary, String text, float[] outputs) {
    return new Predictions(
        text,
        vocabulary.tokens(),
        List.of(),
        List.of(),
        new double[] {Double.NaN},
        softmax(outputs, outputs.length),
        true);
  }

  /** Turns each row of outputs into probabilities: exp(y_c) / Σ exp(y). */
  static double[] softmax(float[] outputs, int classes) {
    double[] p = new double[outputs.length];
    for (int row = 0; row < outputs.length; row += classes) {
      double highest = Double.NEGATIVE_INFINITY;
      for (int c = row; c < row + classes; c++) {
        highest = Math.max(highest, outputs[c]);
      }
      double total = 0;
      for (int c = row; c < row + classes; c++) {
        p[c] = Math.exp(outputs[c] - highest);
        total += p[c];
      }
      for (int c = row; c < row + classes; c++) {
        p[c] /= total;
      }
    }
    return p;
  }

  /** What people call the data. */
  public String name() {
    return name;
  }

  /** The number N of examples. */
  public int size() {
    return values.length / width;
  }

  /** Whether they are probabilities of classes; else they are numbers. */
  public boolean classes() {
    return !classes.isEmpty();
  }

  /** The names of the classes, of tokens, or of the numbers. */
  public List<String> names() {
    return classes() ? classes : numbers;
  }

  /** What was predicted of example {@code i}, from 0: [C] probabilities or numbers. */
  public double[] values(int i) {
    return Arrays.copyOfRange(values, i * width, (i + 1) * width);
  }

  /** All of them [N · C], row by row. */
  double[] all() {
    return values;
  }

  /** The number of the likeliest class of example {@code i}; of equal ones the first. */
  public int best(int i) {
    requireClasses();
    int best = 0;
    for (int c = 1; c < width; c++) {
      if (values[i * width + c] > values[i * width + best]) {
        best = c;
      }
    }
    return best;
  }

  /** The name of the likeliest class of example {@code i}. */
  public String bestName(int i) {
    return classes.get(best(i));
  }

  private void requireClasses() {
    if (!classes()) {
      throw new IllegalStateException("these are predictions of numbers, and have no classes");
    }
  }

  /**
   * What is known of example {@code i}: the number of its class, or its number of this column; NaN
   * where it is not known.
   *
   * @param column the number of the value; 0 where there are classes
   */
  public double actual(int i, int column) {
    return actual[classes() ? i : i * width + column];
  }

  /** Whether targets of all examples are known. */
  public boolean known() {
    return Arrays.stream(actual).noneMatch(Double::isNaN);
  }

  /** What people call example {@code i}: its file, or its number from 1. */
  public String example(int i) {
    return examples.isEmpty() ? Integer.toString(i + 1) : examples.get(i);
  }

  /**
   * A row for each example: its file where it has one, the likeliest class with its probability,
   * and the probability of each of up to {@value #MOST_COLUMNS} classes; or the numbers. What is
   * known of the targets is beside it. Of a text, a row for each of the likeliest tokens.
   */
  public Table table() {
    if (token) {
      return tokens();
    }
    Table table = Table.create("predictions for " + name);
    if (!examples.isEmpty()) {
      table.addColumns(StringColumn.create("file", examples));
    }
    boolean some = Arrays.stream(actual).anyMatch(y -> !Double.isNaN(y));
    return classes() ? classes(table, some) : numbers(table, some);
  }

  private Table classes(Table table, boolean some) {
    StringColumn best = StringColumn.create("predicted");
    DoubleColumn probability = DoubleColumn.create("probability");
    for (int i = 0; i < size(); i++) {
      best.append(bestName(i));
      probability.append(values[i * width + best(i)]);
    }
    table.addColumns(best, probability);
    if (some) {
      StringColumn truth = StringColumn.create("actual");
      for (int i = 0; i < size(); i++) {
        truth.append(Double.isNaN(actual[i]) ? "" : classes.get((int) actual[i]));
      }
      table.addColumns(truth);
    }
    if (width <= MOST_COLUMNS) {
      for (int c = 0; c < width; c++) {
        table.addColumns(column("p(" + classes.get(c) + ")", values, c));
      }
    }
    return table;
  }

  private Table numbers(Table table, boolean some) {
    for (int c = 0; c < width; c++) {
      table.addColumns(column("predicted " + numbers.get(c), values, c));
      if (some) {
        table.addColumns(column("actual " + numbers.get(c), actual, c));
      }
    }
    return table;
  }

  private DoubleColumn column(String title, double[] from, int c) {
    DoubleColumn column = DoubleColumn.create(title);
    for (int i = 0; i < size(); i++) {
      column.append(from[i * width + c]);
    }
    return column;
  }

  private Table tokens() {
    StringColumn next = StringColumn.create("next");
    DoubleColumn probability = DoubleColumn.create("probability");
    IntStream.range(0, width)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -values[c]))
        .limit(TOKENS)
        .forEach(
            c -> {
              next.append(classes.get(c));
              probability.append(values[c]);
            });
    return Table.create("what follows", next, probability);
  }

  @Override
  public String toString() {
    return table().name() + " (" + size() + " × " + width + ")";
  }
}

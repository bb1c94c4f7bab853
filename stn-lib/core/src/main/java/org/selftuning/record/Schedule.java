package org.selftuning.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.RandomStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/**
 * The values of hyperparameters as a function of the training step: what an STN found, to be looked
 * at, kept, or replayed in a plain network. It holds the steps at which something changed; in
 * between, values stay. Immutable.
 */
public final class Schedule {
  private final List<String> names;
  private final boolean[] discrete;
  private final long[] steps;
  private final double[][] values;

  /**
   * Makes a schedule.
   *
   * @param names the hyperparameters
   * @param discrete which of them take whole numbers only
   * @param steps the steps at which values are known, ascending, at least one
   * @param values the value of each hyperparameter after each of these steps, [names][steps]
   */
  public Schedule(List<String> names, boolean[] discrete, long[] steps, double[][] values) {
    HyperparameterSpace.checkNames(names);
    this.names = List.copyOf(names);
    this.discrete = discrete.clone();
    this.steps = steps.clone();
    this.values = new double[values.length][];
    if (values.length != names.size() || discrete.length != names.size() || steps.length == 0) {
      throw new IllegalArgumentException(
          "a schedule needs one row of values for each of its "
              + names.size()
              + " hyperparameters and at least one step");
    }
    for (int i = 0; i < values.length; i++) {
      this.values[i] = values[i].clone();
      if (values[i].length != steps.length) {
        throw new IllegalArgumentException(
            "schedule of '"
                + names.get(i)
                + "': "
                + values[i].length
                + " values for "
                + steps.length
                + " steps");
      }
    }
    for (int i = 1; i < steps.length; i++) {
      if (steps[i] <= steps[i - 1]) {
        throw new IllegalArgumentException(
            "schedule: step " + steps[i] + " follows step " + steps[i - 1] + "; steps must ascend");
      }
    }
  }

  /** The schedule that a run took, from its start (step 0) on. */
  public static Schedule of(History history) {
    return of(history.snapshot());
  }

  /** The schedule that a run had taken at that moment. */
  public static Schedule of(RunSnapshot run) {
    int n = run.hyperparameters().size();
    int[] rows = Moves.rows(run);
    long[] steps = new long[rows.length + 1];
    double[][] values = new double[n][rows.length + 1];
    boolean[] discrete = new boolean[n];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      steps[i + 1] = run.number(rows[i]);
    }
    for (int h = 0; h < n; h++) {
      names.add(run.hyperparameters().get(h).name());
      discrete[h] = run.hyperparameters().get(h).discrete();
      values[h][0] = run.plan().startValues()[h];
      for (int i = 0; i < rows.length; i++) {
        values[h][i + 1] = run.value(rows[i], h);
      }
    }
    return new Schedule(names, discrete, steps, values);
  }

  /** One hyperparameter that stays at {@code value}. */
  public static Schedule constant(Hyperparameter hyperparameter, double value) {
    return of(hyperparameter, 0, step -> value);
  }

  /**
   * One hyperparameter around {@code center}: at every step independent normal noise on top.
   *
   * @param deviation the standard deviation of the noise, in the hyperparameter's own units
   * @param steps the last step with noise of its own
   * @param seed what the noise comes from
   */
  public static Schedule gaussian(
      Hyperparameter hyperparameter, double center, double deviation, long steps, long seed) {
    RandomStream stream = new RandomStream(seed, "noise on " + hyperparameter.name());
    float[] noise = new float[1];
    return of(
        hyperparameter,
        steps,
        step -> {
          stream.seek(step);
          stream.normals(noise);
          return center + deviation * noise[0];
        });
  }

  /**
   * One hyperparameter on a sine around {@code center}: center + amplitude·sin(2π·step/period).
   *
   * @param amplitude in the hyperparameter's own units
   * @param period in training steps
   * @param steps the last step on the sine
   */
  public static Schedule sinusoid(
      Hyperparameter hyperparameter, double center, double amplitude, double period, long steps) {
    return of(
        hyperparameter, steps, step -> center + amplitude * Math.sin(2 * Math.PI * step / period));
  }

  /**
   * One hyperparameter at the values of any function of the step, for steps 0 … {@code steps}: cut
   * to its range, and rounded if it is discrete.
   */
  public static Schedule of(
      Hyperparameter hyperparameter, long steps, LongToDoubleFunction function) {
    double[] values = new double[(int) steps + 1];
    for (int step = 0; step < values.length; step++) {
      double value = function.applyAsDouble(step);
      double whole = hyperparameter.discrete() ? Math.rint(value) : value;
      Range range = hyperparameter.range();
      values[step] = Math.max(range.low(), Math.min(range.high(), whole));
    }
    return new Schedule(
        List.of(hyperparameter.name()),
        new boolean[] {hyperparameter.discrete()},
        LongStream.rangeClosed(0, steps).toArray(),
        new double[][] {values});
  }

  /** The scales σ of the perturbations that a run took, in place of the values. */
  public static Schedule ofSigma(History history) {
    Table table = history.sigma();
    int n = table.columnCount() - 1;
    double[][] sigma = new double[n][];
    for (int h = 0; h < n; h++) {
      sigma[h] = ((DoubleColumn) table.column(h + 1)).asDoubleArray();
    }
    return new Schedule(
        table.columnNames().subList(1, n + 1),
        new boolean[n],
        ((LongColumn) table.column(0)).asLongArray(),
        sigma);
  }

  /** The hyperparameters' names, in order. */
  public List<String> names() {
    return names;
  }

  /** The steps at which something changed, ascending; the first is the start. */
  public long[] steps() {
    return steps.clone();
  }

  /**
   * Returns the value in force after {@code step} training steps: the one set last. Before the
   * first known step it is the first value, after the last the last.
   *
   * @throws IllegalArgumentException if there is no hyperparameter of this name
   */
  public double at(long step, String name) {
    int found = Arrays.binarySearch(steps, step);
    return values[index(name)][Math.max(0, found >= 0 ? found : -found - 2)];
  }

  /**
   * Returns the value on the straight line between the known steps before and after {@code step};
   * of a discrete hyperparameter the value in force.
   *
   * @throws IllegalArgumentException if there is no hyperparameter of this name
   */
  public double interpolated(double step, String name) {
    int h = index(name);
    int after = 0;
    while (after < steps.length && steps[after] <= step) {
      after++;
    }
    if (after == 0 || after == steps.length || discrete[h]) {
      return values[h][Math.max(0, after - 1)];
    }
    double share = (step - steps[after - 1]) / (steps[after] - steps[after - 1]);
    return values[h][after - 1] + share * (values[h][after] - values[h][after - 1]);
  }

  /**
   * One row a change, one column a hyperparameter. Values are those that were computed, which have
   * the precision of a float, written with as few digits: 0.05, not 0.049999998030760745.
   */
  public Table table() {
    return table(Schedule::shortest);
  }

  private static double shortest(double x) {
    float single = (float) x;
    return Float.isFinite(single) ? Double.parseDouble(Float.toString(single)) : x;
  }

  private Table table(DoubleUnaryOperator value) {
    Table table = Table.create("schedule", LongColumn.create("step", steps));
    for (int h = 0; h < names.size(); h++) {
      table.addColumns(
          DoubleColumn.create(names.get(h), Arrays.stream(values[h]).map(value).toArray()));
    }
    return table;
  }

  /**
   * Writes it to a file, as CSV or JSON by the suffix, with all digits; the file appears whole or
   * not at all.
   */
  public void save(Path file) {
    Export.write(
        file,
        switch (Export.suffix(file, "json", "csv")) {
          case "json" -> toJson().toString();
          default -> table(x -> x).write().toString("csv");
        });
  }

  /**
   * Reads what {@link #save} wrote. From CSV, hyperparameters with whole numbers only count as
   * discrete.
   *
   * @throws IllegalArgumentException if the file holds no schedule; the message says where
   * @throws UncheckedIOException if it cannot be read
   */
  public static Schedule load(Path file) {
    String suffix = Export.suffix(file, "json", "csv");
    return Export.read(
        file,
        "schedule",
        suffix.equals("json") ? text -> of(Json.parse(text)) : ScheduleCsv::parse);
  }

  /** The schedule as JSON, numbers exact. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.add("step", Json.numbers(steps.length, i -> steps[i]));
    JsonArray columns = new JsonArray();
    for (int h = 0; h < names.size(); h++) {
      JsonObject column = new JsonObject();
      column.addProperty("name", names.get(h));
      column.addProperty("discrete", discrete[h]);
      column.add("values", Json.numbers(values[h]));
      columns.add(column);
    }
    json.add("hyperparameters", columns);
    return json;
  }

  /** Makes a schedule of what {@link #toJson} wrote. */
  public static Schedule of(JsonObject json) {
    long[] steps = Json.readAscending(json, "step", -1);
    List<String> names = Json.objects(json, "hyperparameters", h -> Json.text(h, "name"));
    List<Boolean> discrete = Json.objects(json, "hyperparameters", h -> Json.flag(h, "discrete"));
    List<double[]> values =
        Json.objects(json, "hyperparameters", h -> Json.readNumbers(h, "values", steps.length));
    boolean[] whole = new boolean[names.size()];
    for (int h = 0; h < whole.length; h++) {
      whole[h] = discrete.get(h);
    }
    return new Schedule(names, whole, steps, values.toArray(double[][]::new));
  }

  private int index(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "the schedule has no hyperparameter '" + name + "'; it has " + names);
    }
    return index;
  }
}

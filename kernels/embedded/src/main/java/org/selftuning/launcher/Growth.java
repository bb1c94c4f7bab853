package org.selftuning.launcher;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.data.AtomicFile;
import org.selftuning.theory.Curves;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Times, rates and memory over a range of sizes, and the powers that they grow by: with y ≈ a·x^p,
 * p is the slope of log y over log x, by least squares.
 */
final class Growth {
  private static final String MEMORY = "MB";

  private final GrowthScale scale;
  private final List<Integer> values = new ArrayList<>();
  private final Map<String, List<Double>> times = new LinkedHashMap<>();
  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<String, List<Double>> memory = new LinkedHashMap<>();

  Growth(GrowthScale scale) {
    this.scale = scale;
  }

  /**
   * What was measured at one value.
   *
   * @param times by what was timed; every point of a growth has the same ones
   * @param least milliseconds that some of them take by the {@link Roofline}, by the same names
   * @param memory of all tensors, in bytes
   */
  record Point(Map<String, Bench.Time> times, Map<String, Double> least, long memory) {}

  /** Whether nothing is measured yet. */
  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Adds the next value, greater than those before it. */
  void add(int value, Point point) {
    values.add(value);
    point
        .times()
        .forEach(
            (what, time) -> {
              put(times, what, time.median());
              put(rates, what, time.rate());
            });
    point.least().forEach((what, ms) -> put(times, what + ", roofline", ms));
    put(memory, "tensors", point.memory() / 1e6);
  }

  /** Adds what another program measured at the value added last. */
  void add(Peer peer) {
    String who = peer.mode().isEmpty() ? peer.model() : peer.mode();
    put(times, "training step, " + who, peer.train());
    put(times, "validation step, " + who, peer.validate());
    put(times, "evaluation, " + who, peer.evaluate());
    if (!Double.isNaN(peer.memory())) {
      put(memory, "process, " + who, peer.memory());
    }
  }

  private static void put(Map<String, List<Double>> lines, String name, double number) {
    lines.computeIfAbsent(name, n -> new ArrayList<>()).add(number);
  }

  /** p of y ≈ a·x^p; NaN where all x are the same. */
  static double exponent(List<Integer> x, List<Double> y) {
    double meanX = x.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
    double meanY = y.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
    double along = 0;
    double square = 0;
    for (int i = 0; i < x.size(); i++) {
      double dx = Math.log(x.get(i)) - meanX;
      along += dx * (Math.log(y.get(i)) - meanY);
      square += dx * dx;
    }
    return square == 0 ? Double.NaN : along / square;
  }

  /** A row a value: milliseconds, GFLOP/s and MB. */
  Table table() {
    Table table = Table.create(scale.toString(), IntColumn.create(scale.toString(), ints(values)));
    times.forEach((name, y) -> table.addColumns(DoubleColumn.create(name + ", ms", y)));
    rates.forEach((name, y) -> table.addColumns(DoubleColumn.create(name + ", GFLOP/s", y)));
    memory.forEach((name, y) -> table.addColumns(DoubleColumn.create(name + ", MB", y)));
    return table;
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(i -> i).toArray();
  }

  /** What was measured at the last value, for a program. */
  JsonObject json() {
    JsonObject line = new JsonObject();
    int last = values.size() - 1;
    line.addProperty("scale", scale.toString());
    line.addProperty("value", values.get(last));
    times.forEach((name, y) -> line.addProperty(name + ", ms", y.get(last)));
    rates.forEach((name, y) -> line.addProperty(name + ", GFLOP/s", y.get(last)));
    memory.forEach((name, y) -> line.addProperty(name + ", MB", y.get(last)));
    return line;
  }

  /** What was measured at the last value, as lines of text. */
  String row() {
    int last = values.size() - 1;
    StringBuilder text = new StringBuilder(scale + " " + values.get(last));
    times.forEach(
        (name, y) -> {
          text.append(String.format(Locale.ROOT, "%n  %-32s %10s ms", name, digits(y.get(last))));
          if (rates.containsKey(name)) {
            text.append(String.format(Locale.ROOT, " %8.1f GFLOP/s", rates.get(name).get(last)));
          }
        });
    memory.forEach(
        (name, y) ->
            text.append(String.format(Locale.ROOT, "%n  %-32s %10.1f MB", name, y.get(last))));
    return text.toString();
  }

  /** A line for each curve: the power it grows by, over all values and between the last two. */
  String exponents() {
    StringBuilder text = new StringBuilder();
    times.forEach((name, y) -> text.append(exponents(name + ", ms", y)));
    memory.forEach((name, y) -> text.append(exponents(name + ", MB", y)));
    return text.toString().stripTrailing();
  }

  private String exponents(String name, List<Double> y) {
    int n = values.size();
    return String.format(
        Locale.ROOT,
        "  %-32s ~ %s^%.2f, between the last two %.2f%n",
        name,
        scale,
        exponent(values, y),
        exponent(values.subList(n - 2, n), y.subList(n - 2, n)));
  }

  /** The charts by name: time, rate and memory, both axes logarithmic. */
  Map<String, Figure> figures() {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("time", figure("Time over " + scale, "ms", times, true));
    figures.put("rate", figure("Arithmetic over " + scale, "GFLOP/s", rates, false));
    figures.put("memory", figure("Memory over " + scale, MEMORY, memory, true));
    return figures;
  }

  private Figure figure(
      String title, String unit, Map<String, List<Double>> lines, boolean powers) {
    Map<String, List<Double>> named = new LinkedHashMap<>();
    lines.forEach(
        (name, y) ->
            named.put(
                powers ? String.format(Locale.ROOT, "%s ~ %.2f", name, exponent(values, y)) : name,
                y));
    List<Double> x = values.stream().map(Integer::doubleValue).toList();
    return Charts.logarithmic(
        title,
        powers ? unit + "; behind each name the power of " + scale + " it grows by" : unit,
        new Curves(scale.toString(), x, named, Map.of(), List.of()));
  }

  /** Writes the table as CSV and the charts as PNG into a folder, which is made if need be. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    AtomicFile.write(folder.resolve(scale + ".csv"), table().write().toString("csv"));
    if (Charts.problem().isEmpty()) {
      figures().forEach((name, chart) -> chart.save(folder.resolve(scale + "-" + name + ".png")));
    }
  }

  private static String digits(double ms) {
    return String.format(Locale.ROOT, ms < 10 ? "%.3f" : ms < 1000 ? "%.1f" : "%.0f", ms);
  }
}

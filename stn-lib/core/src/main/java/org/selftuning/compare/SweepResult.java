package org.selftuning.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.selftuning.data.Corpus;
import org.selftuning.record.ThreeDigits;
import org.selftuning.train.Metric;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The results of a sweep so far.
 *
 * @param runs each point with each seed, those that have not begun included
 */
public record SweepResult(List<SweepRun> runs) {

  /** Keeps the list from change. */
  public SweepResult {
    runs = List.copyOf(runs);
  }

  /** Whether all have come to their end. */
  public boolean ended() {
    return runs.stream().allMatch(SweepRun::ended);
  }

  /** How losses are reported: as perplexities where all runs are on texts. */
  public Metric metric() {
    boolean texts = runs.stream().allMatch(run -> run.point().data() instanceof Corpus);
    return texts ? Metric.PERPLEXITY : Metric.LOSS;
  }

  /** The runs of each point, in order. */
  public Map<SweepPoint, List<SweepRun>> byPoint() {
    Map<String, SweepPoint> points = new LinkedHashMap<>();
    Map<SweepPoint, List<SweepRun>> by = new LinkedHashMap<>();
    for (SweepRun run : runs) {
      SweepPoint point = points.computeIfAbsent(run.point().name(), name -> run.point());
      by.computeIfAbsent(point, key -> new ArrayList<>()).add(run);
    }
    return by;
  }

  /**
   * The point with the lowest mean validation loss over its seeds, or null if no run has succeeded.
   */
  public SweepPoint best() {
    SweepPoint best = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (Map.Entry<SweepPoint, List<SweepRun>> point : byPoint().entrySet()) {
      double mean = spread(point.getValue(), r -> r.result().bestValidation().loss()).mean();
      if (mean < lowest) {
        lowest = mean;
        best = point.getKey();
      }
    }
    return best;
  }

  private static Spread spread(List<SweepRun> runs, ToDoubleFunction<SweepRun> of) {
    return Spread.of(runs.stream().filter(SweepRun::succeeded).mapToDouble(of));
  }

  /**
   * The validation losses, or perplexities, of each point after each epoch that all of its runs
   * have finished, over its seeds.
   */
  public Map<SweepPoint, List<Spread>> curves() {
    Metric metric = metric();
    Map<SweepPoint, List<Spread>> curves = new LinkedHashMap<>();
    byPoint()
        .forEach(
            (point, all) -> {
              List<List<Double>> losses =
                  all.stream().map(SweepRun::validation).filter(l -> !l.isEmpty()).toList();
              int epochs = losses.stream().mapToInt(List::size).min().orElse(0);
              curves.put(
                  point,
                  IntStream.range(0, epochs)
                      .mapToObj(
                          e -> Spread.of(losses.stream().mapToDouble(l -> metric.of(l.get(e)))))
                      .toList());
            });
    return curves;
  }

  /** One row a point: means and standard deviations over its seeds, of runs that succeeded. */
  public Table table() {
    Map<SweepPoint, List<SweepRun>> by = byPoint();
    Table table = Table.create("sweep");
    table.addColumns(settings(new ArrayList<>(by.keySet())));
    Metric metric = metric();
    IntColumn seeds = IntColumn.create("seeds");
    IntColumn failed = IntColumn.create("failed");
    by.values()
        .forEach(
            all -> {
              seeds.append((int) all.stream().filter(SweepRun::succeeded).count());
              failed.append((int) all.stream().filter(SweepRun::failed).count());
            });
    table.addColumns(seeds, failed);
    spread(table, "validation " + metric.noun(), "± validation", validation(metric));
    spread(table, "test " + metric.noun(), "± test", test(metric));
    spread(table, "test accuracy", "± accuracy", run -> run.result().test().accuracy());
    table.addColumns(
        mean("best epoch", run -> run.result().bestEpoch()),
        mean("seconds", run -> run.result().seconds()));
    return table;
  }

  private static ToDoubleFunction<SweepRun> validation(Metric metric) {
    return run -> metric.of(run.result().bestValidation().loss());
  }

  private static ToDoubleFunction<SweepRun> test(Metric metric) {
    return run -> metric.of(run.result().test().loss());
  }

  private void spread(Table table, String mean, String plus, ToDoubleFunction<SweepRun> of) {
    DoubleColumn deviations = DoubleColumn.create(plus);
    byPoint().values().forEach(all -> deviations.append(spread(all, of).rounded().deviation()));
    table.addColumns(mean(mean, of), deviations);
  }

  private DoubleColumn mean(String name, ToDoubleFunction<SweepRun> of) {
    DoubleColumn column = DoubleColumn.create(name);
    byPoint().values().forEach(all -> column.append(spread(all, of).rounded().mean()));
    return column;
  }

  /** One row a run, with everything known of it. */
  public Table runsTable() {
    Metric metric = metric();
    Table table = Table.create("runs");
    table.addColumns(settings(runs.stream().map(SweepRun::point).toList()));
    table.addColumns(
        LongColumn.create("seed", runs.stream().mapToLong(SweepRun::seed).toArray()),
        IntColumn.create("epochs", runs.stream().mapToInt(r -> r.validation().size()).toArray()),
        IntColumn.create(
            "best epoch", runs.stream().mapToInt(r -> r.result().bestEpoch()).toArray()),
        numbers("validation " + metric.noun(), validation(metric)),
        numbers("test " + metric.noun(), test(metric)),
        numbers("test accuracy", run -> run.result().test().accuracy()),
        numbers("seconds", run -> run.result().seconds()),
        StringColumn.create("end", runs.stream().map(SweepResult::end).toList()));
    return table;
  }

  private DoubleColumn numbers(String name, ToDoubleFunction<SweepRun> of) {
    return DoubleColumn.create(
        name, runs.stream().mapToDouble(of).map(ThreeDigits::round).toArray());
  }

  private static String end(SweepRun run) {
    if (!run.failure().isEmpty()) {
      return run.failure();
    }
    return run.result().cause() == TrainingOutcome.Cause.DIVERGED
        ? "diverged at " + run.result().message()
        : run.ended() ? run.result().message() : "unfinished";
  }

  /** A column for each setting; a setting that a point lacks is empty. */
  static StringColumn[] settings(List<SweepPoint> points) {
    Set<String> names = new LinkedHashSet<>();
    points.forEach(point -> names.addAll(point.settings().keySet()));
    return names.stream()
        .map(
            name ->
                StringColumn.create(
                    name, points.stream().map(p -> p.settings().getOrDefault(name, "")).toList()))
        .toArray(StringColumn[]::new);
  }
}

package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.ComparisonRun;
import org.selftuning.compare.TuningMethod;
import org.selftuning.search.Journal;
import org.selftuning.train.Metric;

/**
 * The lowest validation loss so far of several methods, over epochs or over seconds; of several
 * seeds the median. The title is one of {@link Noise}: it names a winner only beyond noise.
 */
final class SearchPanel {
  private static final double LEAST_SECONDS = 10;
  private static final double LEAST_EPOCHS = 10;

  /** Places on the axis at which a line has a point, besides those where it falls. */
  private static final int PLACES = 200;

  /** By this share of the axis all methods have left the losses of chance behind. */
  private static final double BEGINNING = 0.06;

  /**
   * A loss is late if it is more than this multiple of the median method's, once chance is left
   * behind.
   */
  private static final double LATE = 1.5;

  /** What the methods spend. */
  enum Currency {
    EPOCHS("epochs, all trials together"),
    SECONDS("seconds");

    private final String label;

    Currency(String label) {
      this.label = label;
    }

    double of(Journal.Point point) {
      return this == EPOCHS ? point.epochs() : point.seconds();
    }

    double spent(Journal journal) {
      return this == EPOCHS ? journal.epochs() : journal.seconds();
    }
  }

  private final ComparisonResult result;
  private final Currency currency;

  private SearchPanel(ComparisonResult result, Currency currency) {
    this.result = result;
    this.currency = currency;
  }

  static Panel of(ComparisonResult result, Currency currency) {
    return new SearchPanel(result, currency).panel();
  }

  private Panel panel() {
    Metric metric = result.metric();
    double span = span();
    List<Line> lines = new ArrayList<>();
    List<Noise.Entrant> entrants = new ArrayList<>();
    int seeds = 1;
    for (Map.Entry<TuningMethod, List<ComparisonRun>> entry : result.byMethod().entrySet()) {
      List<ComparisonRun> begun = told(entry.getValue());
      Line.Look look = Line.Look.series(lines.size());
      Line line = line(entry.getKey().title(), begun, look);
      lines.add(line);
      int last = line.last();
      if (last >= 0) {
        double[] lowest = begun.stream().mapToDouble(a -> metric.of(a.lowest())).toArray();
        entrants.add(new Noise.Entrant(line.name(), line.y()[last], lowest));
      }
      seeds = Math.max(seeds, begun.size());
    }
    return new Panel(
        entrants.isEmpty()
            ? "No method has finished an epoch"
            : Noise.lowest(
                entrants, result.ended() ? "reaches" : "has", "lowest validation " + metric.noun()),
        "Lowest validation "
            + metric.noun()
            + " so far"
            + (seeds > 1 ? ", median of " + seeds + " seeds" : "")
            + "; beside each name its last",
        currency == Currency.EPOCHS
            ? Axis.counting(currency.label, 0, span)
            : Axis.linear(currency.label, 0, span),
        axis(lines, span),
        0,
        List.of(),
        lines,
        List.of());
  }

  /** The runs that have ended; before there is one, the one that has begun. */
  private static List<ComparisonRun> told(List<ComparisonRun> runs) {
    List<ComparisonRun> begun = runs.stream().filter(a -> !a.journal().curve().isEmpty()).toList();
    List<ComparisonRun> ended = begun.stream().filter(ComparisonRun::ended).toList();
    return ended.isEmpty() ? begun : ended;
  }

  /** At the end all that was spent; before it a round number ahead. */
  private double span() {
    double spent =
        result.runs().stream().mapToDouble(a -> currency.spent(a.journal())).max().orElse(0);
    double least = currency == Currency.EPOCHS ? LEAST_EPOCHS : LEAST_SECONDS;
    return result.ended() && spent > 0
        ? Math.ceil(spent)
        : Math.max(least, Axis.roundUp(Math.max(1, spent)));
  }

  /** The median over runs, at every place where one of them falls, as steps. */
  private Line line(String name, List<ComparisonRun> begun, Line.Look look) {
    TreeSet<Double> places = new TreeSet<>();
    double end = 0;
    for (ComparisonRun run : begun) {
      run.journal().curve().forEach(point -> places.add(currency.of(point)));
      end = Math.max(end, currency.spent(run.journal()));
    }
    for (int i = 1; i < PLACES && !begun.isEmpty(); i++) {
      places.add(end * i / PLACES);
    }
    List<double[]> steps = new ArrayList<>();
    double before = Double.NaN;
    for (double place : places) {
      double now = median(begun, place);
      if (!Double.isNaN(before)) {
        steps.add(new double[] {place, before});
      }
      if (!Double.isNaN(now)) {
        steps.add(new double[] {place, now});
      }
      before = now;
    }
    if (!Double.isNaN(before)) {
      steps.add(new double[] {Math.max(end, places.last()), before});
    }
    double[] x = steps.stream().mapToDouble(step -> step[0]).toArray();
    double[] y = steps.stream().mapToDouble(step -> step[1]).toArray();
    String told = y.length == 0 ? "" : Reading.steady(y[y.length - 1]);
    return new Line(name, x, y, look, false, told);
  }

  /** The median at a place; NaN before all runs have a loss. */
  private double median(List<ComparisonRun> begun, double place) {
    ToDoubleFunction<ComparisonRun> at =
        run -> {
          double loss = Double.NaN;
          for (Journal.Point point : run.journal().curve()) {
            loss = currency.of(point) <= place ? point.loss() : loss;
          }
          return loss;
        };
    double[] sorted = begun.stream().mapToDouble(at).sorted().toArray();
    int n = sorted.length;
    boolean missing = Arrays.stream(sorted).anyMatch(Double::isNaN);
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return missing ? Double.NaN : result.metric().of(median);
  }

  /**
   * The losses of the very beginning may leave the picture, and so may a method that learns much
   * later than most, or the rest would be a strip. Where they end is always in it.
   */
  private Axis axis(List<Line> lines, double span) {
    double min = Double.POSITIVE_INFINITY;
    double end = Double.NEGATIVE_INFINITY;
    List<Double> tops = new ArrayList<>();
    for (Line line : lines) {
      double top = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < line.y().length; i++) {
        min = Math.min(min, line.y()[i]);
        if (line.x()[i] >= BEGINNING * span) {
          top = Math.max(top, line.y()[i]);
        }
      }
      if (top > Double.NEGATIVE_INFINITY) {
        tops.add(top);
        end = Math.max(end, line.y()[line.last()]);
      }
    }
    Collections.sort(tops);
    int n = tops.size();
    double max =
        n == 0 ? min : Math.min(tops.get(n - 1), Math.max(end, LATE * tops.get((n - 1) / 2)));
    return Axis.around(
        result.metric().noun(),
        min,
        min < Double.POSITIVE_INFINITY ? Math.max(min, max) : Double.NEGATIVE_INFINITY,
        result.metric() == Metric.PERPLEXITY);
  }
}

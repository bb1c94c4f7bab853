package org.selftuning.record;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.train.Metric;
import org.selftuning.train.Trainer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a self-tuning network expects of other hyperparameters: its validation loss as one or two of
 * them move, while the weights φ stay as they are. Near the current λ, within some σ, the network
 * has learned to respond; far away the loss says more about the network than about the
 * hyperparameter.
 *
 * @param run the name of the run
 * @param metric how its losses are reported
 * @param sides the hyperparameters that move: one, or two
 * @param losses mean validation losses: at the values of one side; of two, those of the first side
 *     for the first value of the second, and so on
 */
public record Probe(String run, Metric metric, List<Side> sides, List<Double> losses) {
  private static final double REACH = 3;

  /**
   * One hyperparameter that moves, evenly on its unconstrained axis from λ − 3σ to λ + 3σ.
   *
   * @param hyperparameter the hyperparameter
   * @param values where it was looked at, in its own units (a discrete one relaxed); ascending
   * @param current its present value
   * @param low its value at λ − σ
   * @param high its value at λ + σ
   */
  public record Side(
      Hyperparameter hyperparameter, List<Double> values, double current, double low, double high) {
    /** Keeps the list from change. */
    public Side {
      values = List.copyOf(values);
    }
  }

  /** Keeps the lists from change. */
  public Probe {
    sides = List.copyOf(sides);
    losses = List.copyOf(losses);
  }

  /**
   * Looks along one hyperparameter, at as many places as {@code points}.
   *
   * @throws IllegalArgumentException if the run tunes no hyperparameter of this name, or with fewer
   *     than 2 points
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static Probe along(Run run, String hyperparameter, int points) {
    Walk walk = new Walk(run, hyperparameter, points);
    float[] lambda = run.trainer().lambda();
    List<Double> losses = new ArrayList<>();
    for (double z : walk.places) {
      lambda[walk.index] = (float) z;
      losses.add(run.trainer().validateAt(lambda).loss());
    }
    return new Probe(run.name(), metric(run), List.of(walk.side()), losses);
  }

  /** Looks along each hyperparameter of a run, one after the other; see {@link #along}. */
  public static List<Probe> all(Run run, int points) {
    return run.spec().space().names().stream().map(name -> along(run, name, points)).toList();
  }

  /**
   * Looks over two hyperparameters at once, {@code points} × {@code points}; see {@link #along}.
   */
  public static Probe over(Run run, String first, String second, int points) {
    if (first.equals(second)) {
      throw new IllegalArgumentException(
          "a map needs two hyperparameters, not '" + first + "' twice");
    }
    Walk across = new Walk(run, first, points);
    Walk up = new Walk(run, second, points);
    float[] lambda = run.trainer().lambda();
    List<Double> losses = new ArrayList<>();
    for (double high : up.places) {
      lambda[up.index] = (float) high;
      for (double z : across.places) {
        lambda[across.index] = (float) z;
        losses.add(run.trainer().validateAt(lambda).loss());
      }
    }
    return new Probe(run.name(), metric(run), List.of(across.side(), up.side()), losses);
  }

  private static Metric metric(Run run) {
    return run.history().snapshot().metric();
  }

  /** The position of the lowest loss in {@link #losses}. */
  public int lowest() {
    int lowest = 0;
    for (int i = 1; i < losses.size(); i++) {
      lowest = losses.get(i) < losses.get(lowest) ? i : lowest;
    }
    return lowest;
  }

  /** A row a place: the values of the hyperparameters, and the validation loss. */
  public Table table() {
    Table table = Table.create("probe of " + run);
    int across = sides.get(0).values().size();
    for (int s = 0; s < sides.size(); s++) {
      DoubleColumn column = DoubleColumn.create(sides.get(s).hyperparameter().name());
      for (int i = 0; i < losses.size(); i++) {
        column.append(sides.get(s).values().get(s == 0 ? i % across : i / across));
      }
      table.addColumns(column);
    }
    DoubleColumn loss = DoubleColumn.create("validation " + metric.noun());
    losses.forEach(value -> loss.append(metric.of(value)));
    return table.addColumns(loss);
  }

  /** Curves one below the other: run, hyperparameter, its value, and the validation loss. */
  public static Table table(List<Probe> curves) {
    StringColumn run = StringColumn.create("run");
    StringColumn name = StringColumn.create("hyperparameter");
    DoubleColumn value = DoubleColumn.create("value");
    DoubleColumn loss = DoubleColumn.create("validation " + curves.get(0).metric().noun());
    for (Probe probe : curves) {
      Side side = probe.sides().get(0);
      for (int i = 0; i < probe.losses().size(); i++) {
        run.append(probe.run());
        name.append(side.hyperparameter().name());
        value.append(side.values().get(i));
        loss.append(probe.metric().of(probe.losses().get(i)));
      }
    }
    return Table.create("responses", run, name, value, loss);
  }

  /** The places at which one hyperparameter is looked at. */
  private static final class Walk {
    private final Hyperparameter hyperparameter;
    private final int index;
    private final double at;
    private final double sigma;
    private final double[] places;

    Walk(Run run, String name, int points) {
      Trainer trainer = run.trainer();
      index = run.spec().space().indexOf(name);
      if (index < 0) {
        throw new IllegalArgumentException(
            "run '"
                + run.name()
                + "' tunes no hyperparameter '"
                + name
                + "'; it tunes "
                + String.join(", ", run.spec().space().names()));
      }
      if (points < 2) {
        throw new IllegalArgumentException("a probe needs at least 2 points, not " + points);
      }
      hyperparameter = run.spec().hyperparameters().get(index);
      at = trainer.lambda()[index];
      sigma = trainer.sigma()[index];
      places = new double[points];
      for (int i = 0; i < points; i++) {
        places[i] = at + sigma * REACH * (2.0 * i / (points - 1) - 1);
      }
    }

    Side side() {
      Range range = hyperparameter.relaxed();
      List<Double> values = new ArrayList<>();
      for (double z : places) {
        values.add(range.value(z));
      }
      return new Side(
          hyperparameter,
          values,
          range.value(at),
          range.value(at - sigma),
          range.value(at + sigma));
    }
  }
}

package org.selftuning.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.layer.ResponseJacobian;
import org.selftuning.train.Metric;
import org.selftuning.train.Trainer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which hyperparameters matter to a trained network, at its present λ and σ. For each
 *
 * <pre>
 *   response   ‖∂ŵ_φ(λ)/∂λ_j‖ · σ_j / ‖ŵ_φ(λ)‖
 *   lower      F(λ − σ_j e_j, ŵ_φ(λ − σ_j e_j)) − F(λ, ŵ_φ(λ))
 *   higher     F(λ + σ_j e_j, ŵ_φ(λ + σ_j e_j)) − F(λ, ŵ_φ(λ))
 * </pre>
 *
 * <p>with ŵ_φ the weights of the gated layers (MacKay et al. 2019, equation 8) and F the loss on
 * the whole validation part. The response says how far the weights move, as a share of their
 * length, when λ_j moves by the σ_j within which the network has learned to respond; it is exact,
 * since ŵ_φ is linear in what enters the gates. The other two say what that does to the loss: at an
 * optimum both are positive.
 *
 * @param run the name of the run
 * @param metric how its losses are reported
 * @param loss F at λ
 * @param entries one a hyperparameter, the strongest response first
 */
public record Sensitivity(String run, Metric metric, double loss, List<Entry> entries) {

  /**
   * One hyperparameter.
   *
   * @param hyperparameter which
   * @param value its present value, in its own units
   * @param sigma its σ, on the unconstrained axis
   * @param response the share of their length by which the weights move
   * @param lower by how much the mean loss changes at λ − σ
   * @param higher by how much it changes at λ + σ
   */
  public record Entry(
      Hyperparameter hyperparameter,
      double value,
      double sigma,
      double response,
      double lower,
      double higher) {

    /** The larger change of the loss in either direction. */
    public double change() {
      return Math.max(Math.abs(lower), Math.abs(higher));
    }
  }

  /** Keeps the list from change. */
  public Sensitivity {
    entries = List.copyOf(entries);
  }

  /**
   * Takes the measure of a run as it is now.
   *
   * @throws IllegalStateException if it tunes nothing
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static Sensitivity of(Run run) {
    Trainer trainer = run.trainer();
    float[] lambda = trainer.lambda();
    double[] values = trainer.values();
    double[] sigma = trainer.sigma();
    double loss = trainer.validateAt(lambda).loss();
    ResponseJacobian response = trainer.response();
    List<Entry> entries = new ArrayList<>();
    for (int j = 0; j < lambda.length; j++) {
      entries.add(
          new Entry(
              run.spec().hyperparameters().get(j),
              values[j],
              sigma[j],
              response.columns()[j] * sigma[j] / response.norm(),
              shifted(trainer, lambda, j, -sigma[j]) - loss,
              shifted(trainer, lambda, j, sigma[j]) - loss));
    }
    entries.sort(Comparator.comparingDouble(entry -> -entry.response()));
    return new Sensitivity(run.name(), run.history().snapshot().metric(), loss, entries);
  }

  private static double shifted(Trainer trainer, float[] lambda, int j, double by) {
    float[] there = lambda.clone();
    there[j] += (float) by;
    return trainer.validateAt(there).loss();
  }

  /** A row a hyperparameter, the strongest response first; losses as they are reported. */
  public Table table() {
    StringColumn name = StringColumn.create("hyperparameter");
    DoubleColumn value = DoubleColumn.create("value");
    DoubleColumn sigma = DoubleColumn.create("σ");
    DoubleColumn response = DoubleColumn.create("response, %");
    DoubleColumn lower = DoubleColumn.create(metric.noun() + " at λ − σ");
    DoubleColumn here = DoubleColumn.create(metric.noun() + " at λ");
    DoubleColumn higher = DoubleColumn.create(metric.noun() + " at λ + σ");
    for (Entry entry : entries) {
      name.append(entry.hyperparameter().name());
      value.append(entry.value());
      sigma.append(entry.sigma());
      response.append(100 * entry.response());
      lower.append(metric.of(loss + entry.lower()));
      here.append(metric.of(loss));
      higher.append(metric.of(loss + entry.higher()));
    }
    return Table.create("sensitivity of " + run, name, value, sigma, response, lower, here, higher);
  }
}

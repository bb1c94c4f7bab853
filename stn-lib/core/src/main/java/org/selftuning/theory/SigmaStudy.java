package org.selftuning.theory;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.tensor.Device;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * What the scale σ of the perturbation does to the response that gated layers learn (MacKay et al.
 * 2019, the figure on the sampled neighborhood). Too small, and training hardly sees that λ moves:
 * value right, slope not learned. Too large, and one straight line must do for a bent response:
 * neither is right.
 *
 * @param network the problem
 * @param lambda the λ around which all were trained
 * @param fits one for each σ, ascending
 */
public record SigmaStudy(LinearNetwork network, double lambda, List<Fit> fits) {

  /**
   * What one σ gave.
   *
   * @param sigma σ
   * @param trained the response of the trained network
   * @param best what endless training would give; see {@link FittedResponse#best}
   */
  public record Fit(double sigma, FittedResponse trained, FittedResponse best) {}

  /** Keeps the list from change. */
  public SigmaStudy {
    fits = List.copyOf(fits);
  }

  /**
   * Trains the gated network once for each σ, λ staying where it is.
   *
   * @param network the problem
   * @param lambda where λ stays
   * @param options of the training; see {@link LinearNetwork#options}
   * @param device where
   * @param sigmas the scales, ascending
   * @throws IllegalStateException if training diverges or is stopped; one line says why
   */
  public static SigmaStudy run(
      LinearNetwork network, double lambda, TrainOptions options, Device device, double... sigmas) {
    List<Fit> fits = new ArrayList<>();
    for (double sigma : sigmas) {
      FittedResponse best = FittedResponse.best(network, lambda, sigma);
      fits.add(new Fit(sigma, train(network, lambda, sigma, options, device), best));
    }
    return new SigmaStudy(network, lambda, fits);
  }

  /**
   * Trains the gated network around one λ, which stays where it is, and returns its response.
   *
   * @throws IllegalStateException if training diverges or is stopped; one line says why
   */
  public static FittedResponse train(
      LinearNetwork network, double lambda, double sigma, TrainOptions options, Device device) {
    TrainOptions resting = options.warmupEpochs(options.epochs());
    try (Trainer trainer =
        new Trainer(network.gated(lambda, sigma), network.data(), resting, device)) {
      TrainingOutcome ending = trainer.run();
      if (ending.cause() != TrainingOutcome.Cause.COMPLETED) {
        throw new IllegalStateException("sigma " + sigma + ": " + ending.message());
      }
      return FittedResponse.of(trainer);
    }
  }

  /**
   * A row a σ: how far value and slope at λ are off, trained and at best, as shares of the truth.
   */
  public Table table() {
    DoubleColumn sigma = DoubleColumn.create("sigma");
    DoubleColumn value = DoubleColumn.create("value error");
    DoubleColumn slope = DoubleColumn.create("slope error");
    DoubleColumn bestValue = DoubleColumn.create("value error at best");
    DoubleColumn bestSlope = DoubleColumn.create("slope error at best");
    for (Fit fit : fits) {
      sigma.append(fit.sigma());
      value.append(fit.trained().error(network, lambda));
      slope.append(fit.trained().slopeError(network, lambda));
      bestValue.append(fit.best().error(network, lambda));
      bestSlope.append(fit.best().slopeError(network, lambda));
    }
    return Table.create("what sigma does", sigma, value, slope, bestValue, bestSlope);
  }
}

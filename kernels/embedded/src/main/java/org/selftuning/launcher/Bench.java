package org.selftuning.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.train.Stn;
import org.selftuning.train.TrainOptions;

/**
 * Times the steps of the standard models on made-up data, in the manner of the PyTorch peer:
 * medians over a number of steps after a warm-up, data already on the device.
 */
final class Bench {
  /** The models by name. */
  static final Map<String, Model> MODELS = models();

  /**
   * A model to be timed.
   *
   * @param spec the network
   * @param batch examples in a minibatch
   * @param steps how many steps of each kind are timed
   */
  record Model(ModelSpec spec, int batch, int steps) {}

  /** Medians and minima in milliseconds. */
  record Time(double median, double least) {}

  /**
   * What was measured.
   *
   * @param train a training step
   * @param validate a validation step with σ fixed
   * @param validateTuned a validation step with σ tuned
   * @param evaluate an evaluation pass over one minibatch
   * @param parameters the number of weights
   */
  record Timing(Time train, Time validate, Time validateTuned, Time evaluate, long parameters) {}

  private Bench() {}

  private static Map<String, Model> models() {
    Map<String, Model> models = new LinkedHashMap<>();
    ModelSpec.Builder mlp = ModelSpec.input(784);
    int[] units = {1200, 1200, 10};
    for (int i = 0; i < units.length; i++) {
      String name = "dropout" + i;
      mlp.tune(Hyperparameter.continuous(name, Range.interval(0, 0.95), 0.05).sigma(1));
      mlp.dropout(name).gatedLinear(units[i]);
      if (i + 1 < units.length) {
        mlp.relu();
      }
    }
    models.put("mlp", new Model(mlp.crossEntropy(), 128, 100));
    return models;
  }

  /** Times one model; {@code steps} of 0 stands for the model's own number. */
  static Timing time(Model model, Device device, int steps, int warmUp, long seed) {
    int n = steps > 0 ? steps : model.steps();
    Time[] fixed = run(model, device, n, warmUp, seed, false);
    Time[] tuned = run(model, device, n, warmUp, seed, true);
    return new Timing(fixed[0], fixed[1], tuned[1], fixed[2], model.spec().parameterCount());
  }

  private static Time[] run(
      Model model, Device device, int steps, int warmUp, long seed, boolean tuneSigma) {
    try (Ops ops = device.open()) {
      Network network = new Network(model.spec(), ops, model.batch(), seed);
      TrainOptions options =
          TrainOptions.defaults().batch(model.batch()).tuneSigma(tuneSigma).seed(seed);
      Stn stn = new Stn(network, ops, options);
      network.load(features(model, seed), labels(model, seed));
      Time train =
          time(
              () -> {
                stn.perturb();
                stn.train();
              },
              steps,
              warmUp);
      Time validate =
          time(
              () -> {
                stn.perturb();
                stn.validate();
              },
              steps,
              warmUp);
      stn.collapse();
      return new Time[] {train, validate, time(stn::evaluate, steps, warmUp)};
    }
  }

  private static float[] features(Model model, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[model.batch() * model.spec().input().size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble();
    }
    return x;
  }

  private static float[] labels(Model model, long seed) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    float[] y = new float[model.batch()];
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextInt(model.spec().output().size());
    }
    return y;
  }

  private static Time time(Runnable step, int steps, int warmUp) {
    for (int i = 0; i < warmUp; i++) {
      step.run();
    }
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step.run();
      times.add((System.nanoTime() - start) / 1e6);
    }
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Time(median, sorted[0]);
  }
}

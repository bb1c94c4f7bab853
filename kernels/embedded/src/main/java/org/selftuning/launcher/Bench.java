package org.selftuning.launcher;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.train.Method;
import org.selftuning.train.Steps;
import org.selftuning.train.TrainOptions;

/**
 * Times the steps of a model on made-up data, in the manner of the PyTorch peer: medians over a
 * number of steps after a warm-up, data already on the device.
 */
final class Bench implements AutoCloseable {

  /** Medians and minima in milliseconds. */
  record Time(double median, double least) {}

  /**
   * What was measured.
   *
   * @param train a training step
   * @param validate a validation step with σ fixed
   * @param validateTuned a validation step with σ tuned
   * @param evaluate an evaluation pass over one minibatch
   */
  record Timing(Time train, Time validate, Time validateTuned, Time evaluate) {}

  private final Ops ops;
  private final Steps steps;

  private Bench(BenchModel model, TrainOptions options, Device device) {
    ops = device.open();
    Method method = options.method();
    Network network = method.bind(model.spec(), ops, options.batch(), options.seed());
    steps = method.steps(network, ops, options);
    network.load(features(model, options), labels(model, options));
  }

  /** Times one model, in so many steps after so many that don't count. */
  static Timing time(
      BenchModel model, Method method, Device device, int steps, int warmUp, long seed) {
    TrainOptions fixed = model.options().method(method).seed(seed).tuneSigma(false);
    Time train;
    Time validate;
    try (Bench bench = new Bench(model, fixed, device)) {
      train = time(bench::train, steps, warmUp);
      validate = time(bench::validate, steps, warmUp);
    }
    Time validateTuned;
    try (Bench bench = new Bench(model, fixed.tuneSigma(true), device)) {
      validateTuned = time(bench::validate, steps, warmUp);
    }
    try (Bench bench = new Bench(model, fixed.batch(model.evaluationBatch()), device)) {
      bench.steps.collapse();
      return new Timing(train, validate, validateTuned, time(bench.steps::evaluate, steps, warmUp));
    }
  }

  private void train() {
    steps.perturb();
    steps.train();
  }

  private void validate() {
    steps.perturb();
    steps.validate();
  }

  private static float[] features(BenchModel model, TrainOptions options) {
    SplittableRandom random = new SplittableRandom(options.seed());
    float[] x = new float[options.batch() * model.spec().input().size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = model.words() > 0 ? random.nextInt(model.words()) : (float) random.nextDouble();
    }
    return x;
  }

  private static float[] labels(BenchModel model, TrainOptions options) {
    ModelSpec spec = model.spec();
    SplittableRandom random = new SplittableRandom(options.seed() + 1);
    float[] y = new float[options.batch() * spec.loss().target(spec.output()).size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextInt(spec.output().dim(-1));
    }
    return y;
  }

  private static Time time(Runnable step, int steps, int warmUp) {
    for (int i = 0; i < warmUp; i++) {
      step.run();
    }
    double[] times = new double[steps];
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step.run();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    int middle = steps / 2;
    double median = steps % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
    return new Time(median, times[0]);
  }

  @Override
  public void close() {
    ops.close();
  }
}

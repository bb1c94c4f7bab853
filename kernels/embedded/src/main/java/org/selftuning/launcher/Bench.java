package org.selftuning.launcher;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.record.StepPlan;
import org.selftuning.record.StepPlan.Kind;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.Method;
import org.selftuning.train.Steps;
import org.selftuning.train.TrainOptions;

/**
 * Times the steps of a model on made-up data, in the manner of the PyTorch peer: medians over a
 * number of steps after a warm-up, data already on the device. Layers at the input, such as
 * augmentation, belong to the step.
 */
final class Bench implements AutoCloseable {

  /**
   * How long something takes.
   *
   * @param median milliseconds
   * @param least milliseconds
   * @param operations floating-point operations of its products
   */
  record Time(double median, double least, long operations) {

    /** The median and the least of some times in milliseconds, which are sorted. */
    static Time of(double[] times, long operations) {
      Arrays.sort(times);
      int middle = times.length / 2;
      double median =
          times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
      return new Time(median, times[0], operations);
    }

    /** The rate reached, in GFLOP/s. */
    double rate() {
      return operations / (median * 1e6);
    }
  }

  /**
   * What was measured.
   *
   * @param train a training step
   * @param validate a validation step with σ fixed
   * @param validateTuned a validation step with σ tuned
   * @param evaluate an evaluation pass over one minibatch
   * @param memory of all tensors with σ fixed, in bytes
   */
  record Timing(Time train, Time validate, Time validateTuned, Time evaluate, long memory) {}

  private final Ops ops;
  private final Steps steps;
  private final float[] score = new float[3];

  private Bench(BenchModel model, TrainOptions options, Device device) {
    ops = device.open();
    Method method = options.method();
    Network network = method.bind(model.spec(), ops, options.batch(), options.seed());
    steps = method.steps(network, ops, options);
    network.load(features(model, options), labels(model, options));
  }

  /** Times one model, in a number of steps after others that don't count. */
  static Timing time(
      BenchModel model, Method method, Device device, int steps, int warmUp, long seed) {
    TrainOptions fixed = model.options().method(method).seed(seed).tuneSigma(false);
    TrainOptions tuned = fixed.tuneSigma(true);
    TrainOptions evaluation = fixed.batch(model.evaluationBatch());
    StepPlan plan = StepPlan.of(model.spec(), fixed, device);
    long tunedOperations = StepPlan.of(model.spec(), tuned, device).arithmetic(Kind.VALIDATION);
    StepPlan evaluating =
        evaluation.batch() == fixed.batch() ? plan : StepPlan.of(model.spec(), evaluation, device);
    Time train;
    Time validate;
    try (Bench bench = new Bench(model, fixed, device)) {
      train = time(bench::train, steps, warmUp, plan.arithmetic(Kind.TRAINING));
      validate = time(bench::validate, steps, warmUp, plan.arithmetic(Kind.VALIDATION));
    }
    Time validateTuned;
    try (Bench bench = new Bench(model, tuned, device)) {
      validateTuned = time(bench::validate, steps, warmUp, tunedOperations);
    }
    try (Bench bench = new Bench(model, evaluation, device)) {
      bench.steps.collapse();
      Time evaluate = time(bench::evaluate, steps, warmUp, evaluating.arithmetic(Kind.EVALUATION));
      return new Timing(train, validate, validateTuned, evaluate, plan.memory());
    }
  }

  /** Times the product of two square matrices: what the device is capable of. */
  static Time product(Device device, int size) {
    try (Ops ops = device.open()) {
      Tensor a = ops.tensor(size, size);
      Tensor b = ops.tensor(size, size);
      Tensor c = ops.tensor(size, size);
      ops.fill(a, 0.5f);
      ops.fill(b, 0.5f);
      float[] one = new float[1];
      Runnable product =
          () -> {
            ops.matmul(a, false, b, false, 1, 0, c);
            c.rows(0, 1).reshape(size).rows(0, 1).read(one);
          };
      return time(product, 15, 3, 2L * size * size * size);
    }
  }

  private void train() {
    steps.perturb();
    steps.train();
    steps.score().read(score);
  }

  private void validate() {
    steps.perturb();
    steps.validate();
    steps.score().read(score);
  }

  private void evaluate() {
    steps.evaluate();
    steps.score().read(score);
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

  /** Times something, after some times that don't count. */
  static Time time(Runnable step, int steps, int warmUp, long operations) {
    for (int i = 0; i < warmUp; i++) {
      step.run();
    }
    double[] times = new double[steps];
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step.run();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    return Time.of(times, operations);
  }

  @Override
  public void close() {
    ops.close();
  }
}

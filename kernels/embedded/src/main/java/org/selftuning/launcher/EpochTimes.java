package org.selftuning.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.record.StepPlan;
import org.selftuning.record.StepPlan.Kind;
import org.selftuning.tensor.Device;
import org.selftuning.train.Epoch;
import org.selftuning.train.Method;
import org.selftuning.train.Step;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;

/** Times whole epochs of a training on stroke digits, with the feeding of their minibatches. */
final class EpochTimes implements TrainingListener {
  private static final int NO_TEST = 10;

  /**
   * An epoch's seconds.
   *
   * @param all of it
   * @param evaluation of the validation part, at its end
   */
  private record Spent(double all, double evaluation) {}

  private final List<Spent> epochs = new ArrayList<>();
  private double begun;
  private double stepped;

  private EpochTimes() {}

  /**
   * Times epochs of {@code examples} training examples and half as many of validation, after others
   * that don't count.
   */
  static Growth.Point of(
      BenchModel model,
      int examples,
      Method method,
      Device device,
      int timed,
      int warmUp,
      long seed) {
    TrainOptions options =
        model
            .options()
            .method(method)
            .epochs(warmUp + timed)
            .warmupEpochs(0)
            .seed(seed)
            .tuneSigma(true);
    Split data = StrokeDigits.split(examples, Math.max(1, examples / 2), NO_TEST, seed);
    EpochTimes times = new EpochTimes();
    try (Trainer trainer = new Trainer(model.spec(), data, options, device)) {
      trainer.listen(times);
      trainer.run();
    }
    List<Spent> counted = times.epochs.subList(warmUp, warmUp + timed);
    StepPlan plan = StepPlan.of(model.spec(), options, device);
    long steps = examples / options.batch();
    long turns = steps / options.trainSteps();
    long passes = (data.validation().size() + options.batch() - 1L) / options.batch();
    long evaluation = passes * plan.arithmetic(Kind.EVALUATION);
    long all =
        steps * plan.arithmetic(Kind.TRAINING)
            + turns * options.validationSteps() * plan.arithmetic(Kind.VALIDATION)
            + evaluation;
    Map<String, Bench.Time> lines = new LinkedHashMap<>();
    lines.put("an epoch", median(counted, Spent::all, all));
    lines.put("its evaluation", median(counted, Spent::evaluation, evaluation));
    return new Growth.Point(lines, Map.of(), plan.memory());
  }

  private static Bench.Time median(
      List<Spent> epochs, ToDoubleFunction<Spent> what, long operations) {
    double[] ms = epochs.stream().mapToDouble(what).map(s -> 1e3 * s).toArray();
    return Bench.Time.of(ms, operations);
  }

  @Override
  public void step(Step step) {
    stepped = step.seconds();
  }

  @Override
  public void epoch(Epoch epoch) {
    epochs.add(new Spent(epoch.seconds() - begun, epoch.seconds() - stepped));
    begun = epoch.seconds();
  }
}

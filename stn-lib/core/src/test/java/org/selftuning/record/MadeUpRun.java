package org.selftuning.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.train.Epoch;
import org.selftuning.train.Method;
import org.selftuning.train.Metric;
import org.selftuning.train.Plan;
import org.selftuning.train.Score;
import org.selftuning.train.Step;
import org.selftuning.train.TrainingListener;
import org.selftuning.train.TrainingOutcome;

/**
 * Reports a made-up run to a listener, with curves like those of real ones: the training loss falls
 * for good, the validation loss bottoms and rises again, hyperparameters settle.
 */
public final class MadeUpRun {
  private final List<Hyperparameter> hyperparameters;
  private final int epochs;
  private final int stepsPerEpoch;
  private int warmup = 2;
  private double overfit = 0.0035;
  private double floor = 0.28;
  private double from = 2.3;
  private Metric metric = Metric.LOSS;
  private Method method = Method.STN;
  private TrainingOutcome.Cause cause = TrainingOutcome.Cause.COMPLETED;

  public MadeUpRun(int epochs, int stepsPerEpoch, List<Hyperparameter> hyperparameters) {
    this.hyperparameters = hyperparameters;
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  /** Three dropout rates. */
  public static List<Hyperparameter> dropouts() {
    Range rate = Range.interval(0, 0.95);
    return List.of(
        Hyperparameter.continuous("input dropout", rate, 0.05),
        Hyperparameter.continuous("dropout 1", rate, 0.05),
        Hyperparameter.continuous("dropout 2", rate, 0.05));
  }

  /** Nine of all sorts of ranges. */
  public static List<Hyperparameter> many() {
    List<Hyperparameter> many = new ArrayList<>(dropouts());
    many.add(Hyperparameter.discrete("cutout length", 0, 24, 4));
    many.add(Hyperparameter.discrete("cutout holes", 0, 4, 1));
    many.add(Hyperparameter.continuous("hue", Range.interval(0, 0.5), 0.05));
    many.add(Hyperparameter.continuous("contrast", Range.interval(0, 1), 0.05));
    many.add(Hyperparameter.continuous("weight decay", Range.above(0), 0.05));
    many.add(Hyperparameter.continuous("logit shift", Range.real(), 0));
    return many;
  }

  /** Fifteen, as the AlexNet of the STN paper has. */
  public static List<Hyperparameter> fifteen() {
    List<Hyperparameter> fifteen = new ArrayList<>(many().subList(3, 7));
    for (int i = 1; i <= 11; i++) {
      fifteen.add(
          Hyperparameter.continuous("dropout before layer " + i, Range.interval(0, 0.9), 0.05));
    }
    return fifteen;
  }

  public MadeUpRun warmup(int epochs) {
    this.warmup = epochs;
    return this;
  }

  /** How much the validation loss rises an epoch in the end. */
  public MadeUpRun overfit(double overfit) {
    this.overfit = overfit;
    return this;
  }

  /** The loss that the run tends to, and the one it begins with. */
  public MadeUpRun losses(double from, double floor) {
    this.from = from;
    this.floor = floor;
    return this;
  }

  /** A run on a text. */
  public MadeUpRun onText() {
    this.metric = Metric.PERPLEXITY;
    return this;
  }

  /** A run whose weights are trained by this method. */
  public MadeUpRun by(Method method) {
    this.method = method;
    return this;
  }

  public MadeUpRun ends(TrainingOutcome.Cause cause) {
    this.cause = cause;
    return this;
  }

  /** The whole run in a new history. */
  public History history() {
    History history = new History();
    tell(history, epochs * stepsPerEpoch, true);
    return history;
  }

  /** The run up to {@code steps}, not yet ended. */
  public History historyUpTo(int steps) {
    History history = new History();
    tell(history, steps, false);
    return history;
  }

  public Plan plan() {
    int n = hyperparameters.size();
    return new Plan(
        hyperparameters,
        epochs,
        warmup,
        stepsPerEpoch,
        hyperparameters.stream().mapToDouble(Hyperparameter::start).toArray(),
        constant(n, 0.5),
        metric,
        method);
  }

  public void tell(TrainingListener listener, int steps, boolean end) {
    listener.started(plan());
    for (int number = 1; number <= steps; number++) {
      listener.step(step(number));
      if (number % stepsPerEpoch == 0) {
        listener.epoch(epoch(number / stepsPerEpoch));
      }
    }
    if (cause == TrainingOutcome.Cause.DIVERGED && end) {
      Step last = step(steps + 1);
      listener.step(
          new Step(
              steps + 1,
              epochs + 1,
              Double.NaN,
              Double.NaN,
              last.values(),
              last.sigma(),
              last.seconds()));
    }
    if (end) {
      listener.ended(new TrainingOutcome(cause, "the end", bestEpoch(), steps * 0.004));
    }
  }

  public Step step(int number) {
    double t = (double) number / stepsPerEpoch;
    Random random = new Random(number * 0x9E3779B97F4A7C15L);
    return new Step(
        number,
        1 + (number - 1) / stepsPerEpoch,
        trainingLoss(t) * (1 + 0.15 * random.nextGaussian()),
        number % 5 == 0 ? validationLoss(t) * (1 + 0.2 * random.nextGaussian()) : Double.NaN,
        values(t),
        sigma(t),
        number * 0.004);
  }

  public Epoch epoch(int number) {
    double loss = validationLoss(number);
    return new Epoch(
        number,
        number <= warmup,
        new Score(trainingLoss(number - 0.5), 1 - 0.3 * trainingLoss(number - 0.5)),
        new Score(loss, 1 - 0.3 * loss),
        values(number),
        sigma(number),
        0.01,
        number == 1 || loss < validationLoss(bestEpoch(number - 1)),
        number * stepsPerEpoch * 0.004);
  }

  private int bestEpoch() {
    return bestEpoch(epochs);
  }

  private int bestEpoch(int last) {
    int best = 1;
    for (int e = 2; e <= last; e++) {
      best = validationLoss(e) < validationLoss(best) ? e : best;
    }
    return best;
  }

  private double trainingLoss(double t) {
    return (from - floor) * Math.exp(-1.6 * Math.sqrt(t)) + 0.3 * floor / (1 + 0.1 * t);
  }

  private double validationLoss(double t) {
    double wobble = 0.03 * floor * Math.sin(2.1 * t) + 0.02 * floor * Math.sin(5.3 * t);
    return (from - floor) * Math.exp(-1.9 * Math.sqrt(t)) + floor + overfit * t + wobble;
  }

  private double[] values(double t) {
    double active = Math.max(0, t - warmup) / Math.max(1, epochs);
    double[] values = new double[hyperparameters.size()];
    for (int i = 0; i < values.length; i++) {
      Hyperparameter h = hyperparameters.get(i);
      double drift = (2.6 - 0.55 * i) * (1 - Math.exp(-(3 - 0.2 * i) * active));
      double wobble = active > 0 ? 0.08 * Math.sin(9 * active + i) * Math.min(1, 20 * active) : 0;
      values[i] = h.value(h.unconstrainedStart() + drift + wobble);
    }
    return values;
  }

  private double[] sigma(double t) {
    double active = Math.max(0, t - warmup) / Math.max(1, epochs);
    double[] sigma = new double[hyperparameters.size()];
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = 0.5 * Math.exp((0.5 - 0.2 * i) * (1 - Math.exp(-4 * active)));
    }
    return sigma;
  }

  private static double[] constant(int n, double x) {
    double[] constant = new double[n];
    java.util.Arrays.fill(constant, x);
    return constant;
  }
}

package org.selftuning.golden;

import java.util.List;
import org.selftuning.hyper.Perturbation;
import org.selftuning.layer.Pass;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.train.DeltaStn;
import org.selftuning.train.Method;
import org.selftuning.train.Optimizer;
import org.selftuning.train.Steps;
import org.selftuning.train.TrainOptions;

/** Whole training and validation steps of gated networks, by each training method. */
final class StepCases {
  private final Vectors v;
  private final Comparison comparison;
  private final StepTrial trial;
  private final Network network;
  private final Steps steps;

  private StepCases(Vectors v, Ops ops, Comparison comparison, TrainOptions options) {
    this.v = v;
    this.comparison = comparison;
    trial = new StepTrial(v, ops, comparison, options);
    network = trial.network();
    steps = trial.steps();
  }

  /** Training steps of an STN. */
  static void train(Vectors v, Ops ops, Comparison comparison) {
    new StepCases(v, ops, comparison, sgd(v, Method.STN)).trainTwice(ops);
  }

  /** Training steps of a Δ-STN, linearized. */
  static void deltaTrain(Vectors v, Ops ops, Comparison comparison) {
    new StepCases(v, ops, comparison, sgd(v, Method.DELTA_STN)).deltaTrainTwice(ops);
  }

  private static double rate(Vectors v) {
    return v.config("lr").getAsDouble();
  }

  private static double momentum(Vectors v) {
    return v.config("momentum").getAsDouble();
  }

  private static TrainOptions sgd(Vectors v, Method method) {
    return TrainOptions.defaults().method(method).weights(Optimizer.sgd(rate(v), momentum(v)));
  }

  private void trainTwice(Ops ops) {
    for (int step = 1; step <= 2; step++) {
      List<float[]> before = trial.gradients();
      trial.load(step);
      steps.perturbation().z().write(v.input("htensor" + step));
      ops.fill(steps.perturbation().values(), 0);
      steps.train();
      check("loss" + step, StepTrial.mean(steps.score()));
      check("logits" + step, network.output().toArray());
      trial.compare(step, before, rate(v), momentum(v));
    }
  }

  private void deltaTrainTwice(Ops ops) {
    Perturbation p = steps.perturbation();
    ops.fill(p.lambda(), -100); // where the dropout rates of the unperturbed pass are 0
    ops.fill(p.values(), 0);
    Pass closed = Pass.general(p.restingValues(), 1, 0);
    for (int step = 1; step <= 2; step++) {
      List<float[]> before = trial.gradients();
      trial.load(step);
      p.rest();
      check("general_logits" + step, network.forward(closed).toArray());
      p.gateInput().write(difference("perturbed" + step));
      steps.train();
      check("general_loss" + step, StepTrial.mean(steps.score()));
      check("response_loss" + step, StepTrial.mean(((DeltaStn) steps).responseScore()));
      float[] response = network.output().toArray();
      check("response_logits" + step, response);
      float[] base = network.forward(closed).toArray();
      check("base_logits" + step, base);
      for (int i = 0; i < base.length; i++) {
        response[i] -= base[i];
      }
      check("jvp" + step, response);
      trial.compare(step, before, rate(v), momentum(v));
    }
  }

  /** z − λ for each example, in which the cases give z and λ. */
  private float[] difference(String perturbed) {
    double[] lambda = v.inputDoubles("htensor");
    double[] z = v.inputDoubles(perturbed);
    float[] difference = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      difference[i] = (float) (z[i] - lambda[i % lambda.length]);
    }
    return difference;
  }

  private void check(String name, float[] actual) {
    comparison.check(name, v.output(name), actual);
  }

  private void check(String name, double actual) {
    comparison.check(name, v.output(name), actual);
  }

  /** Validation steps of an STN. */
  static void hyper(Vectors v, Ops ops, Comparison comparison) {
    hyper(v, ops, comparison, Method.STN);
  }

  /** Validation steps of a Δ-STN. */
  static void deltaHyper(Vectors v, Ops ops, Comparison comparison) {
    hyper(v, ops, comparison, Method.DELTA_STN);
  }

  private static void hyper(Vectors v, Ops ops, Comparison comparison, Method method) {
    Optimizer adam =
        new Optimizer.Adam(
            v.config("adam_lr").getAsDouble(),
            v.config("adam_betas").getAsJsonArray().get(0).getAsDouble(),
            v.config("adam_betas").getAsJsonArray().get(1).getAsDouble(),
            v.config("adam_eps").getAsDouble());
    boolean tuned = v.config("tune_scales").getAsBoolean();
    TrainOptions options =
        TrainOptions.defaults()
            .method(method)
            .hyper(adam)
            .sigma(adam)
            .tuneSigma(tuned)
            .entropyWeight(v.config("entropy_weight").getAsDouble());
    new StepCases(v, ops, comparison, options).validateTwice(tuned);
  }

  private void validateTwice(boolean tuned) {
    Perturbation p = steps.perturbation();
    p.lambda().write(v.input("htensor"));
    p.rho().write(v.input("hscale"));
    for (int step = 1; step <= 2; step++) {
      trial.load(step);
      double loss = 0;
      if (tuned) {
        p.epsilon().write(v.input("noise" + step));
        p.spread();
        check("perturbed" + step, p.z().toArray());
        check("entropy" + step, p.entropy());
        loss = -v.config("entropy_weight").getAsDouble() * p.entropy();
      }
      steps.validate();
      check("loss" + step, loss + StepTrial.mean(steps.score()));
      check("logits" + step, network.output().toArray());
      String gradient = "step" + step + ".";
      comparison.check(
          gradient + "htensor", v.gradient(gradient + "htensor"), p.dLambda().toArray());
      check("htensor_after" + step, p.lambda().toArray());
      if (tuned) {
        comparison.check(gradient + "hscale", v.gradient(gradient + "hscale"), p.dRho().toArray());
      }
      check("hscale_after" + step, p.rho().toArray());
    }
  }
}

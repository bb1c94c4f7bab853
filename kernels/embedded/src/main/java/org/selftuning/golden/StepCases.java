package org.selftuning.golden;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Perturbation;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Parameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.train.Optimizer;
import org.selftuning.train.Stn;
import org.selftuning.train.TrainOptions;

/** Whole training and validation steps of a gated multilayer perceptron. */
final class StepCases {
  private final Vectors v;
  private final Comparison comparison;
  private final Network network;
  private final Stn stn;

  private StepCases(Vectors v, Ops ops, Comparison comparison, TrainOptions options) {
    this.v = v;
    this.comparison = comparison;
    this.network = new Network(spec(v), ops, v.inputShape("x1")[0], 0);
    this.stn = new Stn(network, ops, options);
    for (int layer = 0; layer < layers(); layer++) {
      String name = "layer" + layer + ".";
      LayerCases.fill(parameter(layer, 0), v, name + "elem_weight", name + "hyper_weight");
      LayerCases.fill(parameter(layer, 1), v, name + "elem_bias", name + "hyper_bias");
      parameter(layer, 2).value().write(v.parameter(name + "scalars_weight"));
    }
  }

  /**
   * The network, with a dropout that uses each hyperparameter and that the case keeps at rate 0.
   */
  private static ModelSpec spec(Vectors v) {
    JsonArray sizes = v.config("sizes").getAsJsonArray();
    int n = v.parameterShape("layer0.scalars_weight")[1];
    ModelSpec.Builder builder = ModelSpec.input(sizes.get(0).getAsInt());
    for (int i = 0; i < n; i++) {
      Hyperparameter h = Hyperparameter.continuous("h" + i, Range.interval(0, 1), 0.5);
      boolean shared =
          v.config().has("shared") && v.config("shared").getAsJsonArray().get(i).getAsBoolean();
      builder.tune(shared ? h.perBatch() : h).dropout("h" + i);
    }
    for (int i = 1; i < sizes.size(); i++) {
      builder.gatedLinear(sizes.get(i).getAsInt());
      if (i + 1 < sizes.size()) {
        builder.relu();
      }
    }
    return builder.crossEntropy();
  }

  private int layers() {
    return network.parameters().list().size() / 3;
  }

  private Parameter parameter(int layer, int part) {
    return network.parameters().list().get(3 * layer + part);
  }

  private void load(int step) {
    network.load(v.input("x" + step), v.input("y" + step));
    stn.score().write(new float[3]);
  }

  private double meanLoss() {
    float[] score = stn.score().toArray();
    return score[0] / score[2];
  }

  static void train(Vectors v, Ops ops, Comparison comparison) {
    double rate = v.config("lr").getAsDouble();
    double momentum = v.config("momentum").getAsDouble();
    TrainOptions options = TrainOptions.defaults().weights(Optimizer.sgd(rate, momentum));
    new StepCases(v, ops, comparison, options).trainTwice(ops, rate, momentum);
  }

  private void trainTwice(Ops ops, double rate, double momentum) {
    for (int step = 1; step <= 2; step++) {
      List<float[]> before = gradients();
      load(step);
      stn.perturbation().z().write(v.input("htensor" + step));
      ops.fill(stn.perturbation().values(), 0);
      stn.train();
      comparison.check("loss" + step, v.output("loss" + step), meanLoss());
      comparison.check("logits" + step, v.output("logits" + step), network.output().toArray());
      List<float[]> after = gradients();
      for (int i = 0; i < after.size(); i++) {
        Parameter p = network.parameters().list().get(i);
        // The gradient tensor holds the step −rate·u, with u ← momentum·u + gradient.
        double[] gradient = new double[after.get(i).length];
        for (int j = 0; j < gradient.length; j++) {
          gradient[j] = (after.get(i)[j] - momentum * before.get(i)[j]) / -rate;
        }
        compare(i, "step" + step + ".", gradient, true);
        float[] values = p.value().toArray();
        double[] doubles = new double[values.length];
        for (int j = 0; j < values.length; j++) {
          doubles[j] = values[j];
        }
        compare(i, "after" + step + ".", doubles, false);
      }
    }
  }

  private List<float[]> gradients() {
    List<float[]> list = new ArrayList<>();
    network.parameters().list().forEach(p -> list.add(p.gradient().toArray()));
    return list;
  }

  /** Compares all of parameter {@code index}, elem and hyper halves one by one. */
  private void compare(int index, String prefix, double[] actual, boolean gradient) {
    String layer = prefix + "layer" + index / 3 + ".";
    switch (index % 3) {
      case 0 -> halves(layer + "elem_weight", layer + "hyper_weight", actual, gradient);
      case 1 -> halves(layer + "elem_bias", layer + "hyper_bias", actual, gradient);
      default -> one(layer + "scalars_weight", actual, gradient);
    }
  }

  private void halves(String elem, String hyper, double[] actual, boolean gradient) {
    int half = actual.length / 2;
    one(elem, java.util.Arrays.copyOfRange(actual, 0, half), gradient);
    one(hyper, java.util.Arrays.copyOfRange(actual, half, actual.length), gradient);
  }

  private void one(String name, double[] actual, boolean gradient) {
    comparison.check(name, gradient ? v.gradient(name) : v.output(name), actual);
  }

  static void hyper(Vectors v, Ops ops, Comparison comparison) {
    Optimizer adam =
        new Optimizer.Adam(
            v.config("adam_lr").getAsDouble(),
            v.config("adam_betas").getAsJsonArray().get(0).getAsDouble(),
            v.config("adam_betas").getAsJsonArray().get(1).getAsDouble(),
            v.config("adam_eps").getAsDouble());
    boolean tuned = v.config("tune_scales").getAsBoolean();
    TrainOptions options =
        TrainOptions.defaults()
            .hyper(adam)
            .sigma(adam)
            .tuneSigma(tuned)
            .entropyWeight(v.config("entropy_weight").getAsDouble());
    new StepCases(v, ops, comparison, options).validateTwice(tuned);
  }

  private void validateTwice(boolean tuned) {
    Perturbation p = stn.perturbation();
    p.lambda().write(v.input("htensor"));
    p.rho().write(v.input("hscale"));
    for (int step = 1; step <= 2; step++) {
      load(step);
      double loss = 0;
      if (tuned) {
        p.epsilon().write(v.input("noise" + step));
        p.spread();
        comparison.check("perturbed" + step, v.output("perturbed" + step), p.z().toArray());
        comparison.check("entropy" + step, v.output("entropy" + step), p.entropy());
        loss = -v.config("entropy_weight").getAsDouble() * p.entropy();
      }
      stn.validate();
      comparison.check("loss" + step, v.output("loss" + step), loss + meanLoss());
      comparison.check("logits" + step, v.output("logits" + step), network.output().toArray());
      String gradient = "step" + step + ".";
      comparison.check(
          gradient + "htensor", v.gradient(gradient + "htensor"), p.dLambda().toArray());
      comparison.check(
          "htensor_after" + step, v.output("htensor_after" + step), p.lambda().toArray());
      if (tuned) {
        comparison.check(gradient + "hscale", v.gradient(gradient + "hscale"), p.dRho().toArray());
      }
      comparison.check("hscale_after" + step, v.output("hscale_after" + step), p.rho().toArray());
    }
  }
}

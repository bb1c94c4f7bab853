package org.selftuning.golden;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Perturbation;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Ops;

/** Ranges, perturbation and entropy. */
final class HyperCases {
  private HyperCases() {}

  static void transforms(Vectors v, Ops ops, Comparison comparison) {
    JsonArray ranges = v.config("ranges").getAsJsonArray();
    double[] raw = v.inputDoubles("raw");
    for (int i = 0; i < ranges.size(); i++) {
      Range range = range(ranges.get(i).getAsJsonArray());
      String name = "project_" + i;
      comparison.check(name, v.output(name), map(raw, range::value));
      comparison.check("inverse of " + name, raw, map(v.output(name), range::inverse));
      comparison.check("derivative of " + name, v.gradient(name), map(raw, range::derivative));
      comparison.check(name + " on the device", v.output(name), stretched(ops, range, false, raw));
    }
    comparison.check(
        "project_discrete_0_24",
        v.output("project_discrete_0_24"),
        stretched(ops, Range.interval(0, 24), true, raw));
    double[] p = v.inputDoubles("probability");
    comparison.check("logit", v.output("logit"), map(p, Range.interval(0, 1)::inverse));
    comparison.check(
        "s_logit_0_0.95", v.output("s_logit_0_0.95"), map(p, Range.interval(0, 0.95)::inverse));
    comparison.check("inv_softplus", v.output("inv_softplus"), map(p, Range::inverseSoftplus));
    comparison.check("softplus", v.output("softplus"), map(raw, Range::softplus));
  }

  /** The values that a perturbation without noise gives, as training computes them. */
  private static float[] stretched(Ops ops, Range range, boolean discrete, double[] raw) {
    Perturbation perturbation =
        new Perturbation(
            new HyperparameterSpace(List.of(hyperparameter("h", range, discrete, false))),
            ops,
            raw.length);
    perturbation.lambda().write(new float[] {0});
    perturbation.rho().write(new float[] {(float) Range.inverseSoftplus(1)});
    float[] noise = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      noise[i] = (float) raw[i];
    }
    perturbation.epsilon().write(noise);
    perturbation.spread();
    return perturbation.values().toArray();
  }

  static void perturb(Vectors v, Ops ops, Comparison comparison) {
    JsonArray ranges = v.config("ranges").getAsJsonArray();
    List<Hyperparameter> list = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      list.add(
          hyperparameter(
              "h" + i,
              range(ranges.get(i).getAsJsonArray()),
              v.config("discrete").getAsJsonArray().get(i).getAsBoolean(),
              v.config("shared").getAsJsonArray().get(i).getAsBoolean()));
    }
    int batch = v.inputShape("noise")[0];
    Perturbation perturbation = new Perturbation(new HyperparameterSpace(list), ops, batch);
    perturbation.lambda().write(v.input("htensor"));
    perturbation.rho().write(v.input("hscale"));
    perturbation.epsilon().write(v.input("noise"));
    perturbation.spread();
    comparison.check("z", v.output("z"), perturbation.z().toArray());
    comparison.check("values", v.output("values"), perturbation.values().toArray());
    comparison.check("entropy", v.output("entropy"), perturbation.entropy());
    comparison.check("scale", v.output("scale"), perturbation.currentSigma());
    perturbation.dz().write(v.input("R"));
    perturbation.backward(0);
    float[] dRho = perturbation.dRho().toArray();
    comparison.check("z.htensor", v.gradient("z.htensor"), perturbation.dLambda().toArray());
    comparison.check("z.hscale", v.gradient("z.hscale"), dRho);
    perturbation.clearGradient();
    perturbation.backward(-1);
    comparison.check("entropy.hscale", v.gradient("entropy.hscale"), perturbation.dRho().toArray());
  }

  /** A discrete range in the vectors is the relaxed one, whose upper end is never reached. */
  private static Hyperparameter hyperparameter(
      String name, Range range, boolean discrete, boolean shared) {
    Hyperparameter h =
        discrete
            ? Hyperparameter.discrete(name, (int) range.low(), (int) range.high() - 1, 1)
            : Hyperparameter.continuous(name, range, inside(range));
    return shared ? h.perBatch() : h;
  }

  private static double inside(Range range) {
    return range.value(0);
  }

  static Range range(JsonArray ends) {
    return new Range(Vectors.number(ends.get(0)), Vectors.number(ends.get(1)));
  }

  private static double[] map(double[] x, java.util.function.DoubleUnaryOperator f) {
    return Arrays.stream(x).map(f).toArray();
  }
}

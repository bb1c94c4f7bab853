package org.selftuning.golden;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import org.selftuning.tensor.Ops;
import org.selftuning.theory.LinearNetwork;
import org.selftuning.theory.Observations;

/** Best responses in closed form. */
final class TheoryCases {
  private static final double GRID = 0.001;

  private TheoryCases() {}

  static void jacobianToy(Vectors v, Ops ops, Comparison comparison) {
    LinearNetwork network = new LinearNetwork(data(v, "X", "t"), data(v, "Xv", "tv"));
    comparison.check("Q0", v.parameterDoubles("Q0"), flat(network.directions()));
    comparison.check("s0", v.parameterDoubles("s0"), network.output());
    comparison.check("d", v.parameterDoubles("singular_values"), network.singularValues());
    comparison.check("gate_c", v.output("gate_c"), network.halfClosed());
    double[] lambda = v.inputDoubles("lambda");
    comparison.check("gates", v.output("gates"), each(lambda, network::gates));
    comparison.check("best_response_u", v.output("best_response_u"), each(lambda, network::exact));
    comparison.check(
        "best_response_u.lambda",
        v.gradient("best_response_u.lambda"),
        each(lambda, l -> flat(network.jacobian(l))));
    comparison.check(
        "train_objective",
        v.output("train_objective"),
        each(lambda, l -> one(network.trainingObjective(network.exact(l), l))));
    comparison.check(
        "validation_loss",
        v.output("validation_loss"),
        each(lambda, l -> one(network.validationLossAt(l))));
    comparison.check(
        "validation_loss.lambda",
        v.gradient("validation_loss.lambda"),
        each(lambda, network::hypergradient));
    double best = network.optimum(lambda[0], lambda[lambda.length - 1]);
    comparison.check("lambda_star", v.output("lambda_star"), best);
    comparison.check(
        "lambda_star_grid_0.001",
        v.output("lambda_star_grid_0.001"),
        Math.rint(best / GRID) * GRID);
    comparison.check(
        "validation_loss_star", v.output("validation_loss_star"), network.validationLossAt(best));
    comparison.check("best_response_u_star", v.output("best_response_u_star"), network.exact(best));
  }

  private static Observations data(Vectors v, String features, String targets) {
    double[] flat = v.inputDoubles(features);
    double[] t = v.inputDoubles(targets);
    int width = flat.length / t.length;
    double[][] x = new double[t.length][];
    for (int i = 0; i < x.length; i++) {
      x[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return new Observations(x, t);
  }

  private static double[] each(double[] lambda, DoubleFunction<double[]> of) {
    return Arrays.stream(lambda).mapToObj(of).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] one(double value) {
    return new double[] {value};
  }
}

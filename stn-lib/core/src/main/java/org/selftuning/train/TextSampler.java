package org.selftuning.train;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.selftuning.data.Vocabulary;
import org.selftuning.hyper.Perturbation;
import org.selftuning.layer.ActivationPenalty;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Pass;
import org.selftuning.layer.TemporalActivationPenalty;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * A language model that writes: the network bound again for a single column, in windows of a single
 * token, whose state is carried from each token to the next; or, where layers compute the steps of
 * a window together, in the windows that it was trained on, which then move along what is written.
 */
final class TextSampler {
  private final Ops ops;
  private final Vocabulary vocabulary;
  private final Network network;
  private final int window;

  TextSampler(ModelSpec spec, Ops ops, Vocabulary vocabulary) {
    this.ops = ops;
    this.vocabulary = vocabulary;
    window = spec.joinsSteps() ? spec.input().size() : 1;
    network =
        new Network(
            new ModelSpec(
                Shape.of(window),
                spec.hyperparameters(),
                spec.gates(),
                spec.layers().stream().map(TextSampler::forOneToken).toList(),
                spec.loss()),
            ops,
            1,
            0);
    if (window > 1 && !network.carried().isEmpty()) {
      throw new IllegalArgumentException(
          "this model can't write: one of its layers carries a state from token to token, another"
              + " computes the steps of a window together");
    }
  }

  /** Differences in time need two tokens; in evaluation no penalty does anything. */
  private static Layer forOneToken(Layer layer) {
    return layer instanceof TemporalActivationPenalty penalty
        ? new ActivationPenalty(penalty.strength())
        : layer;
  }

  /**
   * Returns tokens, each drawn in proportion to exp(y / temperature), with y what the network puts
   * out for it after all tokens before; the first follows an end of line.
   *
   * @param trained the network whose weights write
   * @param perturbation its hyperparameters, at rest; null where nothing is tuned
   * @param count how many tokens
   * @param temperature above 0; 1 to write as the network expects, less to be more predictable
   * @param seed what the draws come from
   */
  int[] write(
      Network trained, Perturbation perturbation, int count, double temperature, long seed) {
    if (count < 1 || !(temperature > 0)) {
      throw new IllegalArgumentException(
          String.format(
              "cannot write %d tokens at temperature %s; choose 1 or more, above 0",
              count, temperature));
    }
    ops.copy(trained.parameters().values(), network.parameters().values());
    Map<String, Tensor> averages = trained.averages();
    network.averages().forEach((name, mine) -> ops.copy(averages.get(name), mine));
    Pass pass =
        perturbation == null
            ? Pass.evaluate(null, null)
            : Pass.evaluate(perturbation.restingInput(), perturbation.restingValues());
    network.collapse(pass);
    network.reset(Pass.Mode.EVALUATE);
    SplittableRandom random = new SplittableRandom(seed);
    int[] tokens = new int[count];
    float[] context = new float[window];
    context[0] = start(vocabulary);
    float[] unknown = new float[window];
    Arrays.fill(unknown, Float.NaN);
    int at = 0;
    for (int i = 0; i < count; i++) {
      network.load(context, unknown);
      float[] y = network.forward(pass).toArray();
      int columns = y.length / window;
      float[] last = Arrays.copyOfRange(y, at * columns, (at + 1) * columns);
      tokens[i] = draw(last, temperature, random);
      if (at == window - 1) {
        System.arraycopy(context, 1, context, 0, window - 1);
      } else {
        at++;
      }
      context[at] = tokens[i];
    }
    return tokens;
  }

  /** The token that ends a line, so that what follows begins one. */
  static int start(Vocabulary vocabulary) {
    int end = vocabulary.tokens().indexOf(Vocabulary.END);
    return Math.max(0, end >= 0 ? end : vocabulary.tokens().indexOf("\n"));
  }

  private static int draw(float[] y, double temperature, SplittableRandom random) {
    double highest = Double.NEGATIVE_INFINITY;
    for (float output : y) {
      highest = Math.max(highest, output);
    }
    double[] weight = new double[y.length];
    double total = 0;
    for (int i = 0; i < y.length; i++) {
      weight[i] = Math.exp((y[i] - highest) / temperature);
      total += weight[i];
    }
    double left = random.nextDouble() * total;
    int token = 0;
    while (token < y.length - 1 && left >= weight[token]) {
      left -= weight[token++];
    }
    return token;
  }
}

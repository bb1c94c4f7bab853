package org.selftuning.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;

/**
 * A model to be timed, with the settings of the experiment that it is from.
 *
 * @param spec the network
 * @param words how many words its input is of, or 0 where it takes numbers
 * @param options its batch and optimisers
 * @param evaluationBatch examples in a minibatch of evaluation
 * @param warmUp how many steps of each kind are taken before timing
 * @param steps how many steps of each kind are timed
 */
record BenchModel(
    ModelSpec spec, int words, TrainOptions options, int evaluationBatch, int warmUp, int steps) {
  /** The models by name. */
  static final Map<String, BenchModel> ALL = all();

  private static Map<String, BenchModel> all() {
    Map<String, BenchModel> all = new LinkedHashMap<>();
    all.put("mlp", mlp());
    all.put("lstm", lstm());
    return all;
  }

  /** The MLP of Bae &amp; Grosse (2020) for MNIST: 784-1200-1200-10, 3 dropout rates. */
  private static BenchModel mlp() {
    ModelSpec.Builder net = ModelSpec.input(784);
    int[] units = {1200, 1200, 10};
    for (int i = 0; i < units.length; i++) {
      String name = "dropout" + i;
      net.tune(Hyperparameter.continuous(name, Range.interval(0, 0.95), 0.05).sigma(1));
      net.dropout(name).gatedLinear(units[i]);
      if (i + 1 < units.length) {
        net.relu();
      }
    }
    return new BenchModel(net.crossEntropy(), 0, TrainOptions.defaults(), 128, 20, 100);
  }

  /** The language model of MacKay et al. (2019): 2 × 650 units, windows of 70 of 10,000 words. */
  private static BenchModel lstm() {
    int words = 10_000;
    int units = 650;
    ModelSpec.Builder net = ModelSpec.input(70).gates(GateInput.SQUASHED);
    for (String name : List.of("output dropout", "hidden dropout", "input dropout")) {
      net.tune(Hyperparameter.continuous(name, Range.interval(0, 1), 0.05).sigma(1));
    }
    for (String name : List.of("word dropout", "drop-connect")) {
      net.tune(Hyperparameter.continuous(name, Range.interval(0, 1), 0.05).sigma(1).perBatch());
    }
    for (String name : List.of("alpha", "beta")) {
      net.tune(Hyperparameter.continuous(name, Range.above(0), 0.05).sigma(1).perBatch());
    }
    ModelSpec spec =
        net.gatedEmbedding(words, units, "word dropout")
            .lockedDropout("input dropout")
            .gatedLstm(units, "drop-connect")
            .lockedDropout("hidden dropout")
            .gatedLstm(units, "drop-connect")
            .temporalActivationPenalty("beta")
            .lockedDropout("output dropout")
            .activationPenalty("alpha")
            .tiedDecoder(words)
            .crossEntropy();
    TrainOptions options =
        TrainOptions.defaults()
            .batch(40)
            .weights(Optimizer.sgd(30, 0))
            .clipNorm(0.25)
            .hyper(Optimizer.adam(0.01))
            .sigma(Optimizer.adam(0.01));
    return new BenchModel(spec, words, options, 10, 2, 5);
  }

  /** Returns the names of the models. */
  static List<String> names() {
    return new ArrayList<>(ALL.keySet());
  }
}

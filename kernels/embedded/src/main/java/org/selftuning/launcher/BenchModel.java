package org.selftuning.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Embedding;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.model.Nearest;
import org.selftuning.model.PaperModels;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;

/**
 * A model to be timed, with the settings of the experiment that it is from.
 *
 * @param spec the network
 * @param words how many words its input is of, or 0 where it takes numbers
 * @param options its batch and optimizers
 * @param evaluationBatch examples in a minibatch of evaluation
 * @param warmUp how many steps of each kind are taken before timing
 * @param steps how many steps of each kind are timed
 */
record BenchModel(
    ModelSpec spec, int words, TrainOptions options, int evaluationBatch, int warmUp, int steps) {
  /** The models by name. */
  static final Map<String, BenchModel> ALL = all();

  private static Map<String, BenchModel> all() {
    TrainOptions sgd = TrainOptions.defaults();
    TrainOptions clipped =
        sgd.batch(40)
            .weights(Optimizer.sgd(30, 0))
            .clipNorm(0.25)
            .hyper(Optimizer.adam(0.01))
            .sigma(Optimizer.adam(0.01));
    Map<String, BenchModel> all = new LinkedHashMap<>();
    all.put("tiny", new BenchModel(tiny(), 0, sgd.batch(32), 32, 20_000, 5_000));
    all.put("mlp", new BenchModel(PaperModels.mlp(), 0, sgd, 128, 20, 100));
    all.put("alexnet", new BenchModel(PaperModels.alexNet(), 0, sgd, 128, 3, 10));
    all.put("lstm", new BenchModel(PaperModels.lstm(), 10_000, clipped, 10, 2, 5));
    return all;
  }

  /** Two layers of 16 units, as small as a first example: what a step costs without arithmetic. */
  private static ModelSpec tiny() {
    ModelSpec.Builder net = ModelSpec.input(8);
    for (String name : List.of("first", "second")) {
      net.tune(Hyperparameter.continuous(name, Range.interval(0, 0.95), 0.05));
      net.dropout(name).gatedLinear(16).relu();
    }
    return net.gatedLinear(2).crossEntropy();
  }

  /**
   * Returns a standard model, or that of a file whose name ends in {@code .yaml}, which trains by
   * stochastic gradient descent.
   */
  static BenchModel of(String name) {
    if (name.endsWith(".yaml")) {
      ModelSpec spec = ModelYaml.read(Path.of(name));
      int words = Embedding.words(spec.layers()).orElse(0);
      return new BenchModel(spec, words, TrainOptions.defaults().batch(32), 32, 3, 10);
    }
    if (!ALL.containsKey(name)) {
      throw new IllegalArgumentException(
          "there is no model named '" + name + "'" + Nearest.hint(name, names()));
    }
    return ALL.get(name);
  }

  /** What the model is called in reports: its name, or its file's. */
  static String title(String name) {
    String file = Path.of(name).getFileName().toString();
    return name.endsWith(".yaml") ? file.substring(0, file.length() - ".yaml".length()) : name;
  }

  /** The same model with minibatches of {@code size} examples, in evaluation too. */
  BenchModel batch(int size) {
    return new BenchModel(spec, words, options.batch(size), size, warmUp, steps);
  }

  /** Returns the names of the models. */
  static List<String> names() {
    return new ArrayList<>(ALL.keySet());
  }
}

package org.selftuning.train;

import java.util.Map;
import org.selftuning.data.Batch;
import org.selftuning.data.Batches;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.model.ModelSpec;

/** What a run trains on, tunes on and is tested on, as minibatches for its model. */
interface Feed {

  /** Returns the minibatches of examples or of a text. */
  static Feed of(Source data) {
    if (data == null) {
      throw new IllegalArgumentException("a run needs the data that it trains on; none are given");
    }
    return data instanceof Corpus text ? new TextFeed(text) : new ExampleFeed((Split) data);
  }

  /**
   * Checks that model and options fit.
   *
   * @throws IllegalArgumentException if they don't; one line says why
   */
  void check(ModelSpec spec, TrainOptions options);

  /** The number of minibatches for the weights in an epoch. */
  int stepsPerEpoch(ModelSpec spec, TrainOptions options);

  /** Returns the minibatches for the weights, from this one on. */
  Batches training(ModelSpec spec, TrainOptions options, long position);

  /** Returns the minibatches for the hyperparameters, from this one on. */
  Batches validation(ModelSpec spec, TrainOptions options, long position);

  /** Returns the whole validation part, in its order. */
  Iterable<Batch> validation(ModelSpec spec, TrainOptions options);

  /** Returns the whole test part, in its order. */
  Iterable<Batch> test(ModelSpec spec, TrainOptions options);

  /** The data set that the minibatches for the weights are of; null if they are of none. */
  default Dataset trainingPart() {
    return null;
  }

  /** The data set that the minibatches for the hyperparameters are of; null if they are of none. */
  default Dataset validationPart() {
    return null;
  }

  /** Where the minibatches come from. */
  Source source();

  /** How losses are reported. */
  Metric metric();

  /** How large the parts that a run depends on are, by name: a checkpoint is of these only. */
  Map<String, Integer> sizes();

  /** What the parts that a run depends on hold, in short and by name; see {@link Fingerprint}. */
  Map<String, String> fingerprints();
}

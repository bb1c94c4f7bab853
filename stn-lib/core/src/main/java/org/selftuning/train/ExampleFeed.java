package org.selftuning.train;

import java.util.Map;
import org.selftuning.data.Batch;
import org.selftuning.data.Batches;
import org.selftuning.data.Dataset;
import org.selftuning.data.Loader;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.Target;
import org.selftuning.model.ModelSpec;

/**
 * Minibatches of examples, shuffled again in each epoch.
 *
 * @param data the three parts
 */
record ExampleFeed(Split data) implements Feed {

  @Override
  public void check(ModelSpec spec, TrainOptions options) {
    if (!spec.input().equals(data.train().shape())
        && spec.input().size() != data.train().shape().size()) {
      throw new IllegalArgumentException(
          "the model takes "
              + spec.input()
              + " but data set '"
              + data.train().name()
              + "' gives "
              + data.train().shape()
              + "; change the model's input");
    }
    Target target = data.train().target();
    boolean classes = target instanceof Target.Classes;
    if (classes != spec.loss().classifies()) {
      throw new IllegalArgumentException(
          "data set '"
              + data.train().name()
              + (classes
                  ? "' has classes; give the model the loss cross-entropy" + orLoad("regression")
                  : "' has numbers to predict; give the model the loss squared-error"
                      + orLoad("classification")));
    }
    int outputs = spec.output().size();
    int wanted =
        target instanceof Target.Classes named ? named.count() : ((Target.Values) target).width();
    if (outputs != wanted) {
      throw new IllegalArgumentException(
          "the model has "
              + outputs
              + " outputs but data set '"
              + data.train().name()
              + "' has "
              + wanted
              + (classes ? " classes" : " target values")
              + "; change the units of the last layer");
    }
    checkBatch(data.train(), "training", options.batch());
    if (spec.tunes()) {
      checkBatch(data.validation(), "validation", options.batch());
    }
  }

  /** The other way to make a table and a loss agree. */
  private String orLoad(String task) {
    return data.train().report().isEmpty()
        ? ""
        : ", or load the table with --task " + task + " (in Java TableOptions.task)";
  }

  private static void checkBatch(Dataset part, String name, int batch) {
    if (batch > part.size()) {
      throw new IllegalArgumentException(
          "a batch of "
              + batch
              + " is larger than the "
              + name
              + " part of '"
              + part.name()
              + "' with its "
              + part.size()
              + " examples; choose a batch of at most "
              + part.size());
    }
  }

  @Override
  public int stepsPerEpoch(ModelSpec spec, TrainOptions options) {
    return data.train().size() / options.batch();
  }

  @Override
  public Batches training(ModelSpec spec, TrainOptions options, long position) {
    return Loader.shuffledAt(data.train(), options.batch(), 2 * options.seed(), position);
  }

  @Override
  public Batches validation(ModelSpec spec, TrainOptions options, long position) {
    return Loader.shuffledAt(data.validation(), options.batch(), 2 * options.seed() + 1, position);
  }

  @Override
  public Iterable<Batch> validation(ModelSpec spec, TrainOptions options) {
    return Loader.sequential(data.validation(), options.batch());
  }

  @Override
  public Iterable<Batch> test(ModelSpec spec, TrainOptions options) {
    return Loader.sequential(data.test(), options.batch());
  }

  @Override
  public Dataset trainingPart() {
    return data.train();
  }

  @Override
  public Dataset validationPart() {
    return data.validation();
  }

  @Override
  public Source source() {
    return data;
  }

  @Override
  public Metric metric() {
    return Metric.LOSS;
  }

  @Override
  public Map<String, Integer> sizes() {
    return Map.of("training", data.train().size(), "validation", data.validation().size());
  }

  @Override
  public Map<String, String> fingerprints() {
    return Map.of(
        "training", Fingerprint.of(data.train()), "validation", Fingerprint.of(data.validation()));
  }
}

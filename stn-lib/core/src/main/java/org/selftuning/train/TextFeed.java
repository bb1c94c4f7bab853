package org.selftuning.train;

import java.util.Map;
import org.selftuning.data.Batch;
import org.selftuning.data.Batches;
import org.selftuning.data.Corpus;
import org.selftuning.data.Sequences;
import org.selftuning.data.Source;
import org.selftuning.layer.Embedding;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Shape;

/**
 * Minibatches of a text: the columns of one window, each window continuing where the last one
 * ended.
 *
 * @param text the three parts
 */
record TextFeed(Corpus text) implements Feed {

  @Override
  public void check(ModelSpec spec, TrainOptions options) {
    int words = text.vocabulary().size();
    int known = words(spec);
    if (known != words) {
      throw new IllegalArgumentException(
          String.format(
              "the model's embedding has %d words but '%s' has %d; change its vocabulary",
              known, text.name(), words));
    }
    Shape wanted = Shape.of(spec.input().size(), words);
    if (!spec.loss().classifies() || !spec.output().equals(wanted)) {
      throw new IllegalArgumentException(
          String.format(
              "to predict the words of '%s', the model's output must be %s, not %s, and its loss"
                  + " cross-entropy; end it with tied-decoder: %d",
              text.name(), wanted, spec.output(), words));
    }
    checkLength("training", text.train(), spec, options);
    checkLength("validation", text.validation(), spec, options);
    checkLength("test", text.test(), spec, options);
  }

  private int words(ModelSpec spec) {
    return Embedding.words(spec.layers())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        "'%s' is a text, so the model's first layer must be an embedding of its %d"
                            + " words",
                        text.name(), text.vocabulary().size())));
  }

  private void checkLength(String part, int[] tokens, ModelSpec spec, TrainOptions options) {
    try {
      Sequences.of(tokens, options.batch(), spec.input().size());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the " + part + " part of '" + text.name() + "': " + e.getMessage(), e);
    }
  }

  @Override
  public int stepsPerEpoch(ModelSpec spec, TrainOptions options) {
    return training(spec, options, 0).batchesPerEpoch();
  }

  @Override
  public Batches training(ModelSpec spec, TrainOptions options, long position) {
    return Sequences.at(text.train(), options.batch(), spec.input().size(), position);
  }

  @Override
  public Batches validation(ModelSpec spec, TrainOptions options, long position) {
    return Sequences.at(text.validation(), options.batch(), spec.input().size(), position);
  }

  @Override
  public Iterable<Batch> validation(ModelSpec spec, TrainOptions options) {
    return Sequences.sequential(text.validation(), options.batch(), spec.input().size());
  }

  @Override
  public Iterable<Batch> test(ModelSpec spec, TrainOptions options) {
    return Sequences.sequential(text.test(), options.batch(), spec.input().size());
  }

  @Override
  public Source source() {
    return text;
  }

  @Override
  public Metric metric() {
    return Metric.PERPLEXITY;
  }

  @Override
  public Map<String, Integer> sizes() {
    return Map.of("training", text.train().length, "validation", text.validation().length);
  }

  @Override
  public Map<String, String> fingerprints() {
    return Map.of(
        "training", Fingerprint.of(text, text.train()),
        "validation", Fingerprint.of(text, text.validation()));
  }
}

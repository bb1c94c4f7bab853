package org.selftuning.layer;

import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Shape;

/**
 * A layer, the shape of its input, and its formula.
 *
 * @param words how many words its input is numbers of; 0 where the input is any numbers
 * @param sequence whether rows of activations are t·B + b
 */
record Subject(Layer layer, Shape input, Twin twin, int words, boolean sequence) {
  /** Examples in a minibatch. */
  static final int BATCH = 5;

  /** What layers respond to. */
  static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(
              Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.3),
              Hyperparameter.continuous("decay", Range.above(0), 0.1),
              Hyperparameter.continuous("free", Range.real(), 0.5)));

  Subject(Layer layer, Shape input, Twin twin) {
    this(layer, input, twin, 0, false);
  }

  static Subject ofWords(Layer layer, int steps, int words, Twin twin) {
    return new Subject(layer, Shape.of(steps), twin, words, true);
  }

  static Subject ofSequence(Layer layer, int steps, int columns, Twin twin) {
    return new Subject(layer, Shape.of(steps, columns), twin, 0, true);
  }

  /** The shape of the activations of a minibatch. */
  Shape whole(Shape example) {
    return sequence && example.rank() == 2
        ? Shape.of(example.dim(0) * BATCH, example.dim(1))
        : example.prepend(BATCH);
  }

  @Override
  public String toString() {
    return layer + " of " + input;
  }

  /** Every layer that has a formula. */
  static List<Subject> all() {
    Quantity tuned = Quantity.tuned("rate");
    Quantity fixed = Quantity.of(0.4);
    Quantity none = Quantity.of(0);
    return List.of(
        new Subject(new Linear(4), Shape.of(3), Twins.linear(4)),
        new Subject(new Linear(40), Shape.of(130), Twins.linear(40)),
        new Subject(new GatedLinear(4), Shape.of(3), Twins.gatedLinear(4)),
        new Subject(new GatedLinear(1), Shape.of(1), Twins.gatedLinear(1)),
        new Subject(new GatedLinear(30), Shape.of(70), Twins.gatedLinear(30)),
        conv2d(Shape.of(5, 4, 2), 3, 3, 1, 1),
        conv2d(Shape.of(5, 4, 2), 3, 3, 2, 1),
        conv2d(Shape.of(6, 5, 3), 2, 2, 3, 0),
        conv2d(Shape.of(3, 3, 1), 1, 1, 1, 0),
        gatedConv2d(Shape.of(5, 4, 2), 3, 3, 1, 1),
        gatedConv2d(Shape.of(5, 4, 2), 3, 3, 2, 1),
        gatedConv2d(Shape.of(4, 5, 3), 2, 3, 1, 2),
        gatedConv2d(Shape.of(6, 5, 3), 2, 2, 3, 0),
        gatedConv2d(Shape.of(4, 4, 2), 1, 4, 1, 0),
        gatedConv2d(Shape.of(4, 3, 5), 17, 3, 1, 1),
        new Subject(new MaxPool(2), Shape.of(4, 6, 3), Twins.pool(true, 2, 2)),
        new Subject(new MaxPool(3, 2), Shape.of(6, 5, 2), Twins.pool(true, 3, 2)),
        new Subject(new MaxPool(1, 2), Shape.of(3, 5, 1), Twins.pool(true, 1, 2)),
        new Subject(new AveragePool(2), Shape.of(5, 4, 3), Twins.pool(false, 2, 2)),
        new Subject(new AveragePool(3, 1), Shape.of(4, 5, 2), Twins.pool(false, 3, 1)),
        new Subject(new ChannelDropout(tuned), Shape.of(3, 2, 5), Twins.channelDropout(tuned)),
        new Subject(new ChannelDropout(fixed), Shape.of(2, 2, 9), Twins.channelDropout(fixed)),
        new Subject(
            new Activate(Activation.RELU), Shape.of(3, 2), Twins.elementwise(x -> Math.max(x, 0))),
        new Subject(new Activate(Activation.TANH), Shape.of(7), Twins.elementwise(Math::tanh)),
        new Subject(
            new Activate(Activation.SIGMOID),
            Shape.of(7),
            Twins.elementwise(x -> 1 / (1 + Math.exp(-x)))),
        new Subject(new BatchNorm(), Shape.of(7), Twins.batchNorm(false)),
        new Subject(new BatchNorm(), Shape.of(3, 2, 4), Twins.batchNorm(false)),
        new Subject(new GatedBatchNorm(), Shape.of(7), Twins.batchNorm(true)),
        new Subject(new GatedBatchNorm(), Shape.of(3, 2, 4), Twins.batchNorm(true)),
        new Subject(new Flatten(), Shape.of(4, 3, 2), Twins.identity()),
        new Subject(new Dropout(tuned), Shape.of(9), Twins.dropout(tuned)),
        new Subject(new Dropout(tuned), Shape.of(4, 3, 2), Twins.dropout(tuned)),
        new Subject(new Dropout(fixed), Shape.of(9), Twins.dropout(fixed)),
        Subject.ofSequence(new LockedDropout(tuned), 3, 4, SequenceTwins.lockedDropout(tuned)),
        Subject.ofSequence(new LockedDropout(fixed), 1, 9, SequenceTwins.lockedDropout(fixed)),
        Subject.ofWords(new Embedding(6, 4), 3, 6, SequenceTwins.embedding(6, 4, none)),
        Subject.ofWords(new Embedding(6, 4, fixed), 3, 6, SequenceTwins.embedding(6, 4, fixed)),
        Subject.ofWords(new GatedEmbedding(6, 4), 3, 6, SequenceTwins.gatedEmbedding(6, 4, none)),
        Subject.ofWords(
            new GatedEmbedding(9, 5, tuned), 4, 9, SequenceTwins.gatedEmbedding(9, 5, tuned)),
        Subject.ofSequence(new Lstm(3), 4, 2, SequenceTwins.lstm(3, none)),
        Subject.ofSequence(new Lstm(3, fixed), 2, 5, SequenceTwins.lstm(3, fixed)),
        Subject.ofSequence(new GatedLstm(3), 4, 2, SequenceTwins.gatedLstm(3, none)),
        Subject.ofSequence(new GatedLstm(2, tuned), 3, 4, SequenceTwins.gatedLstm(2, tuned)),
        Subject.ofSequence(new GatedLstm(1), 1, 1, SequenceTwins.gatedLstm(1, none)));
  }

  private static Subject conv2d(Shape input, int filters, int kernel, int stride, int padding) {
    return new Subject(
        new Conv2d(filters, kernel, stride, padding),
        input,
        Twins.conv2d(false, filters, kernel, stride, padding));
  }

  private static Subject gatedConv2d(
      Shape input, int filters, int kernel, int stride, int padding) {
    return new Subject(
        new GatedConv2d(filters, kernel, stride, padding),
        input,
        Twins.conv2d(true, filters, kernel, stride, padding));
  }
}

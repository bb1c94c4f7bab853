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
        Subject.ofSequence(new Linear(4), 3, 2, Twins.linear(4)),
        Subject.ofSequence(new GatedLinear(4), 3, 2, Twins.gatedLinear(4)),
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
        grouped(false, Shape.of(5, 4, 6), 9, 2, 3),
        grouped(true, Shape.of(4, 4, 4), 6, 1, 2),
        grouped(false, Shape.of(4, 5, 3), 3, 1, 3),
        grouped(true, Shape.of(5, 4, 3), 3, 2, 3),
        grouped(true, Shape.of(3, 3, 2), 4, 1, 2),
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
        new Subject(new Temperature(), Shape.of(4), Twins.identity()),
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
        Subject.ofSequence(new GatedLstm(1), 1, 1, SequenceTwins.gatedLstm(1, none)),
        FormulaTwin.subject(new LayerNorm(false), 6),
        FormulaTwin.subject(new LayerNorm(true), 6),
        FormulaTwin.subject(new LayerNorm(true), 3, 2, 2),
        FormulaTwin.sequence(new LayerNorm(true), 3, 4),
        FormulaTwin.subject(new RmsNorm(false), 6),
        FormulaTwin.subject(new RmsNorm(true), 3, 2, 2),
        FormulaTwin.sequence(new RmsNorm(true), 3, 4),
        FormulaTwin.subject(new ColumnEmbedding(false, 0, 3, 2), 5),
        FormulaTwin.subject(new ColumnEmbedding(true, 1, 3, 4), 6),
        FormulaTwin.subject(new ColumnEmbedding(true, 2, 3, 2), 5),
        FormulaTwin.subject(new GroupNorm(false, 2), 2, 3, 4),
        FormulaTwin.subject(new GroupNorm(true, 1), 3, 2, 2),
        FormulaTwin.subject(new GroupNorm(true, 3), 2, 2, 3),
        FormulaTwin.subject(new GlobalAveragePool(), 3, 2, 4),
        FormulaTwin.sequence(new Gru(false, 3), 4, 2),
        FormulaTwin.sequence(new Gru(true, 3), 3, 4),
        FormulaTwin.sequence(new Rnn(false, 3), 4, 2),
        FormulaTwin.sequence(new Rnn(true, 2), 3, 4),
        FormulaTwin.sequence(new Conv1d(false, 3, 3, 1, false), 4, 2),
        FormulaTwin.sequence(new Conv1d(true, 2, 2, 2, true), 5, 3),
        FormulaTwin.sequence(new Conv1d(true, 2, 4, 1, false), 3, 2),
        FormulaTwin.sequence(new LastStep(), 4, 3),
        FormulaTwin.sequence(new MeanOverSteps(), 4, 3),
        FormulaTwin.subject(new Gelu(), 7),
        FormulaTwin.subject(new Silu(), 2, 3, 2),
        FormulaTwin.subject(new LeakyRelu(0.1), 7),
        FormulaTwin.subject(new Softplus(), 7),
        FormulaTwin.subject(new GatedDropout(tuned), 7),
        FormulaTwin.sequence(new GatedDropout(tuned), 3, 4),
        FormulaTwin.subject(new GatedDropout(fixed), 7),
        FormulaTwin.subject(new PathDropout(tuned), 2, 3, 2),
        FormulaTwin.subject(new PathDropout(fixed), 7),
        FormulaTwin.sequence(new PathDropout(tuned), 3, 4),
        FormulaTwin.sequence(new Attention(false, 2, false, none, false), 3, 4),
        FormulaTwin.sequence(new Attention(true, 2, true, none, true), 3, 4),
        FormulaTwin.sequence(new Attention(true, 1, true, tuned, false), 3, 4),
        FormulaTwin.sequence(new Attention(true, 2, false, fixed, true), 3, 4),
        FormulaTwin.sequence(new Positions(false, true), 3, 5),
        FormulaTwin.sequence(new Positions(false, false), 3, 4),
        FormulaTwin.sequence(new Positions(true, false), 3, 4),
        FormulaTwin.subject(new FormulaTwin.Swish(fixed), 7),
        FormulaTwin.subject(new FormulaTwin.Swish(tuned), 2, 3, 2),
        FormulaTwin.sequence(new FormulaTwin.Swish(tuned), 3, 4),
        FormulaTwin.subject(new FormulaTwin.Bottleneck(2), 5),
        CompositionTwin.subject(new Residual(new GatedLinear(4), tanh(), new Linear(4)), 4),
        CompositionTwin.subject(new Residual(new LayerNorm(true), new Dropout(tuned)), 4),
        CompositionTwin.sequence(new Residual(new GatedLstm(3), new LayerNorm(false)), 2, 3),
        CompositionTwin.subject(
            new Branches(
                Branches.Join.CONCATENATE,
                List.of(
                    List.of(new GatedConv2d(2, 3, 1, 1), new GatedBatchNorm()),
                    List.of(),
                    List.of(new GatedConv2d(3, 1, 1, 0), tanh()))),
            4,
            3,
            2),
        CompositionTwin.subject(
            new Branches(
                Branches.Join.ADD,
                List.of(
                    List.of(new Linear(3)), List.of(tanh(), new GatedLinear(3)), List.of(tanh()))),
            3),
        CompositionTwin.subject(
            new Repeat(2, List.of(new Residual(new LayerNorm(false), new GatedLinear(3)))), 3));
  }

  private static Layer tanh() {
    return new Activate(Activation.TANH);
  }

  private static Subject conv2d(Shape input, int filters, int kernel, int stride, int padding) {
    return new Subject(
        new Conv2d(filters, kernel, stride, padding),
        input,
        Twins.conv2d(false, filters, kernel, stride, padding, 1));
  }

  private static Subject gatedConv2d(
      Shape input, int filters, int kernel, int stride, int padding) {
    return new Subject(
        new GatedConv2d(filters, kernel, stride, padding),
        input,
        Twins.conv2d(true, filters, kernel, stride, padding, 1));
  }

  /** Channels in groups, plain or gated. */
  private static Subject grouped(boolean gated, Shape input, int filters, int stride, int groups) {
    Layer layer =
        gated
            ? new GatedConv2d(filters, 3, stride, 1, FilterStart.FAN_OUT, groups)
            : new Conv2d(filters, 3, stride, 1, FilterStart.FAN_OUT, groups);
    return new Subject(layer, input, Twins.conv2d(gated, filters, 3, stride, 1, groups));
  }
}

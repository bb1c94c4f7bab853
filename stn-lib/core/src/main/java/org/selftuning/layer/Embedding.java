package org.selftuning.layer;

import java.util.List;
import java.util.OptionalInt;
import org.selftuning.tensor.Shape;

/**
 * An ordinary word embedding: the vector E[i] of word i. Input [T] word numbers, output [T, dim];
 * it begins a sequence of T steps, whose rows are t·B + b.
 *
 * <p>Word dropout (Gal &amp; Ghahramani 2016) takes whole words out of the table in a training
 * pass, the same for all of the minibatch, and divides the others by 1 − p.
 *
 * @param vocabulary the number V of words, at least 2
 * @param dim the length of a vector, at least 1
 * @param wordDropout the share p of words that are dropped, in 0 … 1; one draw a minibatch
 */
public record Embedding(int vocabulary, int dim, @Default("0") Quantity wordDropout)
    implements EngineLayer {

  /** Checks the sizes and a fixed rate. */
  public Embedding {
    check("embedding", vocabulary, dim, wordDropout);
  }

  /** An embedding without word dropout. */
  public Embedding(int vocabulary, int dim) {
    this(vocabulary, dim, Quantity.of(0));
  }

  static void check(String kind, int vocabulary, int dim, Quantity wordDropout) {
    if (vocabulary < 2) {
      throw new IllegalArgumentException(
          kind + ": vocabulary must be at least 2 words, not " + vocabulary);
    }
    if (dim < 1) {
      throw new IllegalArgumentException(kind + ": dim must be at least 1, not " + dim);
    }
    Dropout.checkRate(kind + ": word-dropout", wordDropout);
  }

  static Shape output(String kind, Shape input, int dim) {
    if (input.rank() != 1) {
      throw new IllegalArgumentException(
          kind + " needs a sequence of word numbers, such as 70, but gets " + input);
    }
    return Shape.of(input.size(), dim);
  }

  /** Word numbers come from the data: an embedding can only be the first layer. */
  static void requireFirst(String kind, List<Layer> before) {
    if (!before.isEmpty()) {
      throw new IllegalArgumentException(kind + " must be the first layer, where words come in");
    }
  }

  /** The vocabulary size of the first of {@code layers}, if that is an embedding. */
  public static OptionalInt words(List<Layer> layers) {
    Layer first = layers.isEmpty() ? null : layers.get(0);
    if (first instanceof GatedEmbedding gated) {
      return OptionalInt.of(gated.vocabulary());
    }
    return first instanceof Embedding plain
        ? OptionalInt.of(plain.vocabulary())
        : OptionalInt.empty();
  }

  /** Whether one of these layers begins a sequence of vectors. */
  static boolean isAmong(List<Layer> layers) {
    return layers.stream()
        .anyMatch(
            l -> l instanceof Embedding || l instanceof GatedEmbedding || l instanceof Sequence);
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    requireFirst("embedding", before);
  }

  @Override
  public Shape output(Shape input) {
    return output("embedding", input, dim);
  }

  @Override
  public List<Quantity> batchQuantities() {
    return List.of(wordDropout);
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return (long) vocabulary * dim;
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new BoundEmbedding(binding, input.size(), vocabulary, dim, wordDropout, false);
  }
}

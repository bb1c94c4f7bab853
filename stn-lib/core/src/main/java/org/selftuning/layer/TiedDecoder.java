package org.selftuning.layer;

import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * The last layer of a language model, whose weights are those of the embedding (Press &amp; Wolf
 * 2017): y = E x + b, with E the vectors of the words, of a gated embedding its elem half without
 * the response. Input [T, D], output [T, V].
 *
 * @param vocabulary the number V of words, the embedding's
 */
public record TiedDecoder(int vocabulary) implements EngineLayer {

  /** Checks the number of words. */
  public TiedDecoder {
    if (vocabulary < 2) {
      throw new IllegalArgumentException(
          "tied-decoder: vocabulary must be at least 2 words, not " + vocabulary);
    }
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "tied-decoder needs a sequence of vectors but gets " + input);
    }
    return Shape.of(input.dim(0), vocabulary);
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    Embedding found = null;
    for (Layer layer : before) {
      if (layer instanceof Embedding plain) {
        found = plain;
      } else if (layer instanceof GatedEmbedding gated) {
        found = new Embedding(gated.vocabulary(), gated.dim());
      }
    }
    if (found == null) {
      throw new IllegalArgumentException(
          "tied-decoder takes its weights from an embedding, but there is none before it");
    }
    if (found.vocabulary() != vocabulary || found.dim() != input.dim(1)) {
      throw new IllegalArgumentException(
          String.format(
              "tied-decoder has %d words and an input of %d, but the embedding has %d words and"
                  + " vectors of %d; make them the same",
              vocabulary, input.dim(1), found.vocabulary(), found.dim()));
    }
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return vocabulary;
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new Bound(binding, input);
  }

  private final class Bound implements ForwardMode {
    private final Ops ops;
    private final BoundEmbedding embedding;
    private final Parameter bias;
    private final Tensor y;
    private final Tensor dx;
    private final Tensor change;
    private Tensor x;

    Bound(Binding binding, Shape input) {
      ops = binding.ops();
      embedding = binding.embedding();
      embedding.tie();
      bias = binding.plain("bias", new Initializer.Constant(0), vocabulary);
      y = binding.tensor(binding.extents(output(input)));
      dx = binding.tensor(binding.extents(input));
      change = binding.change(true, binding.extents(output(input)));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      this.x = x;
      ops.matmul(x, false, embedding.elem(), true, 1, 0, y);
      ops.addBias(y, bias.value(), y);
      return y;
    }

    @Override
    public Tensor jvp(Tensor dx, Pass pass) {
      if (dx == null) {
        return null;
      }
      ops.matmul(dx, false, embedding.elem(), true, 1, 0, change);
      return change;
    }

    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      if (pass.learnsGeneral()) {
        Tensor gradient = embedding.elemGradient();
        ops.matmul(dy, true, x, false, pass.alpha(), pass.beta(), gradient);
        ops.columnSums(dy, pass.alpha(), pass.beta(), bias.gradient());
      }
      ops.matmul(dy, false, embedding.elem(), false, 1, 0, dx);
      return dx;
    }
  }
}

package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * A word embedding whose vectors respond to the hyperparameters (MacKay et al. 2019, section 4.2):
 * word i of an example with the unconstrained hyperparameters z has the vector
 *
 * <pre>  E_elem[i] + (V z) ⊙ E_hyper[i] </pre>
 *
 * <p>Input [T] word numbers, output [T, dim]; it begins a sequence of T steps, whose rows are t·B +
 * b. Word dropout takes whole words out of both tables; see {@link Embedding}.
 *
 * @param vocabulary the number V of words, at least 2
 * @param dim the length of a vector, at least 1
 * @param wordDropout the share of words that are dropped, in 0 … 1; one draw a minibatch
 */
public record GatedEmbedding(int vocabulary, int dim, @Default("0") Quantity wordDropout)
    implements EngineLayer {

  /** Checks the sizes and a fixed rate. */
  public GatedEmbedding {
    Embedding.check("gated-embedding", vocabulary, dim, wordDropout);
  }

  /** A gated embedding without word dropout. */
  public GatedEmbedding(int vocabulary, int dim) {
    this(vocabulary, dim, Quantity.of(0));
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    Embedding.requireFirst("gated-embedding", before);
  }

  @Override
  public Shape output(Shape input) {
    return Embedding.output("gated-embedding", input, dim);
  }

  @Override
  public List<Quantity> batchQuantities() {
    return List.of(wordDropout);
  }

  @Override
  public boolean responds(Shape input) {
    return true;
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return dim * (2L * vocabulary + hyperparameters);
  }

  @Override
  public Layer ungated() {
    return new Embedding(vocabulary, dim, wordDropout);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new BoundEmbedding(binding, input.size(), vocabulary, dim, wordDropout, true);
  }
}

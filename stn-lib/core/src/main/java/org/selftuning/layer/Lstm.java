package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * A layer of long short-term memory (Hochreiter &amp; Schmidhuber 1997, with forget gates). At each
 * step, with [f | i | o | g] = W_in x + b_in + W_hid h + b_hid,
 *
 * <pre>  c ← σ(f) ⊙ c + σ(i) ⊙ tanh(g)        h ← σ(o) ⊙ tanh(c) </pre>
 *
 * <p>Input [T, K], output [T, units], the h of every step. h and c are carried from one minibatch
 * to the next, for passes of each purpose on their own, until they are reset; gradients end at the
 * minibatch (truncated back-propagation through time).
 *
 * <p>DropConnect (Wan et al. 2013; Merity et al. 2018) sets weights of W_hid to 0 in a training
 * pass, one draw for all examples and steps of a minibatch, and divides the others by 1 − p.
 *
 * @param units the length of h and c, at least 1
 * @param dropConnect the share p of W_hid that is dropped, in 0 … 1; one draw a minibatch
 */
public record Lstm(int units, @Default("0") Quantity dropConnect) implements EngineLayer {

  /** Checks the size and a fixed rate. */
  public Lstm {
    check("lstm", units, dropConnect);
  }

  /** A layer without DropConnect. */
  public Lstm(int units) {
    this(units, Quantity.of(0));
  }

  static void check(String kind, int units, Quantity dropConnect) {
    Linear.checkUnits(kind, units);
    Dropout.checkRate(kind + ": drop-connect", dropConnect);
  }

  static Shape output(String kind, Shape input, int units) {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(kind + " needs a sequence of vectors but gets " + input);
    }
    return Shape.of(input.dim(0), units);
  }

  static void requireEmbedding(String kind, List<Layer> before) {
    if (!Embedding.isAmong(before)) {
      throw new IllegalArgumentException(
          kind
              + " needs a sequence of vectors; put an embedding of words before it, or, where examples"
              + " are steps × features, sequence");
    }
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    requireEmbedding("lstm", before);
  }

  @Override
  public Shape output(Shape input) {
    return output("lstm", input, units);
  }

  @Override
  public List<Quantity> batchQuantities() {
    return List.of(dropConnect);
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return 4L * units * (input.dim(1) + units + 2L);
  }

  @Override
  public BoundRecurrent bind(Binding binding, Shape input) {
    return new BoundLstm(binding, input, units, dropConnect, false);
  }
}

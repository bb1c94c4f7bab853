package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * A layer of long short-term memory whose weights respond to the hyperparameters (MacKay et al.
 * 2019, section 4.2): both products of an {@link Lstm}, of the input and of the last h, are those
 * of a {@link GatedLinear} layer. Sequences, carried state and DropConnect are as in {@link Lstm};
 * the elem and the hyper half of the recurrent weights are dropped alike.
 *
 * <p>Input [T, K], output [T, units].
 *
 * @param units the length of h and c, at least 1
 * @param dropConnect the share of the recurrent weights that is dropped, in 0 … 1; one draw a
 *     minibatch
 */
public record GatedLstm(int units, @Default("0") Quantity dropConnect) implements EngineLayer {

  /** Checks the size and a fixed rate. */
  public GatedLstm {
    Lstm.check("gated-lstm", units, dropConnect);
  }

  /** A layer without DropConnect. */
  public GatedLstm(int units) {
    this(units, Quantity.of(0));
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    Lstm.requireEmbedding("gated-lstm", before);
  }

  @Override
  public Shape output(Shape input) {
    return Lstm.output("gated-lstm", input, units);
  }

  @Override
  public List<Quantity> batchQuantities() {
    return List.of(dropConnect);
  }

  @Override
  public boolean responds(Shape input) {
    return true;
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return 8L * units * (input.dim(1) + units + 2L + 2L * hyperparameters);
  }

  @Override
  public Layer ungated() {
    return new Lstm(units, dropConnect);
  }

  @Override
  public BoundRecurrent bind(Binding binding, Shape input) {
    return new BoundLstm(binding, input, units, dropConnect, true);
  }
}

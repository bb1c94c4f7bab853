package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Tensor;

/**
 * The tensors of one engine call.
 *
 * @param inputs those of the node's inputs, in their order
 * @param out that of the node; the same object as an input where {@link Primitive#overwrites} the
 *     plan made use of it
 * @param room {@link Primitive#room} floats that hold nothing before and after; null where it needs
 *     none
 */
public record Operands(List<Tensor> inputs, Tensor out, Tensor room) {

  /** The tensor of input {@code number}, counted from 0. */
  public Tensor in(int number) {
    return inputs.get(number);
  }
}

package org.selftuning.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * All parameters of a network. Their values lie one after another in one tensor, and so do their
 * gradients, so that an optimizer's update is one operation.
 */
public final class Parameters {
  /** Every parameter starts at a multiple of this many floats: a cache line. */
  private static final int ALIGNMENT = 16;

  private final List<Parameter> list = new ArrayList<>();
  private Tensor values;
  private Tensor gradients;

  Parameter declare(String name, Shape shape, Parameter.Role role, Initializer initial) {
    if (values != null) {
      throw new IllegalStateException("parameter " + name + " is declared after placing");
    }
    Parameter parameter = new Parameter(name, shape, role, initial);
    list.add(parameter);
    return parameter;
  }

  /** Gives every parameter its place on the engine and its starting values. */
  public void place(Ops ops, long seed) {
    int total = 0;
    for (Parameter p : list) {
      total += padded(p.shape().size());
    }
    total = Math.max(total, ALIGNMENT);
    values = ops.tensor(total);
    gradients = ops.tensor(total);
    int offset = 0;
    for (Parameter p : list) {
      int size = p.shape().size();
      int[] dims = p.shape().dims();
      p.place(
          offset,
          values.rows(offset, offset + size).reshape(dims),
          gradients.rows(offset, offset + size).reshape(dims));
      p.value().write(p.initial().draw(size, new RandomStream(seed, "initial " + p.name())));
      offset += padded(size);
    }
  }

  private static int padded(int size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The parameters, in the order of the layers. */
  public List<Parameter> list() {
    return Collections.unmodifiableList(list);
  }

  /** All values as one vector (with a little padding between parameters that stays 0). */
  public Tensor values() {
    return values;
  }

  /** All gradients as one vector, in the order of {@link #values}. */
  public Tensor gradients() {
    return gradients;
  }

  /** The number of weights. */
  public long count() {
    return list.stream().mapToLong(p -> p.shape().size()).sum();
  }
}

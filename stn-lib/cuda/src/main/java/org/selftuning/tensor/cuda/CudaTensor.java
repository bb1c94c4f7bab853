package org.selftuning.tensor.cuda;

import java.util.HashMap;
import java.util.Map;
import org.selftuning.tensor.Lifetime;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** A tensor in a machine's memory. */
final class CudaTensor implements Tensor {
  private final Machine machine;
  private final Lifetime lifetime;
  private final long address;
  private final Shape shape;
  private final int size;
  private final Map<Shape, CudaTensor> reshapes = new HashMap<>(2);

  CudaTensor(Machine machine, Lifetime lifetime, long address, Shape shape) {
    this.machine = machine;
    this.lifetime = lifetime;
    this.address = address;
    this.shape = shape;
    this.size = shape.size();
  }

  /** Where its elements begin. */
  long address() {
    return address;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Lifetime lifetime() {
    return lifetime;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public CudaTensor rows(int from, int to) {
    int[] dims = shape.dims();
    if (from < 0 || to <= from || to > dims[0]) {
      throw new IllegalArgumentException(
          "a tensor of " + shape + " has no rows " + from + " … " + to);
    }
    long row = size / dims[0];
    dims[0] = to - from;
    return lifetime.use(
        () ->
            new CudaTensor(machine, lifetime, address + from * row * Float.BYTES, Shape.of(dims)));
  }

  @Override
  public CudaTensor reshape(int... dims) {
    Shape other = Shape.of(dims);
    if (other.equals(shape)) {
      return this;
    }
    if (other.size() != size) {
      throw new IllegalArgumentException(shape + " can't be seen as " + other);
    }
    return lifetime.use(
        () -> reshapes.computeIfAbsent(other, o -> new CudaTensor(machine, lifetime, address, o)));
  }

  @Override
  public void write(float[] values) {
    if (values.length < size) {
      throw new IllegalArgumentException(
          "a tensor of " + shape + " needs " + size + " values, not " + values.length);
    }
    lifetime.enter();
    try {
      machine.write(values, size, address);
    } finally {
      lifetime.leave();
    }
  }

  @Override
  public void read(float[] values) {
    lifetime.enter();
    try {
      machine.read(address, values, size);
    } finally {
      lifetime.leave();
    }
  }
}

package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** A tensor in memory outside the Java heap: an ND4J array, and a buffer of the same bytes. */
final class CpuTensor implements Tensor {
  private final Shape shape;
  private final int size;
  private final INDArray array;
  private final FloatBuffer buffer;
  private CpuTensor lastReshape;

  private CpuTensor(Shape shape, INDArray array, FloatBuffer buffer) {
    this.shape = shape;
    this.size = shape.size();
    this.array = array;
    this.buffer = buffer;
  }

  static CpuTensor zeros(Shape shape) {
    INDArray array = Nd4j.zeros(DataType.FLOAT, longs(shape.dims()));
    FloatPointer pointer = new FloatPointer(array.data().addressPointer());
    pointer.capacity(shape.size());
    return new CpuTensor(shape, array, pointer.asBuffer());
  }

  private static long[] longs(int[] dims) {
    long[] longs = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      longs[i] = dims[i];
    }
    return longs;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int size() {
    return size;
  }

  /** The elements as ND4J sees them. */
  INDArray array() {
    return array;
  }

  /** The elements as Java sees them. */
  FloatBuffer buffer() {
    return buffer;
  }

  @Override
  public CpuTensor rows(int from, int to) {
    int[] dims = shape.dims();
    int row = size / dims[0];
    dims[0] = to - from;
    Shape part = Shape.of(dims);
    INDArray view = array.get(NDArrayIndex.interval(from, to));
    if (view.rank() != dims.length) {
      view = view.reshape('c', longs(dims));
    }
    return new CpuTensor(part, view, buffer.slice(from * row, part.size()));
  }

  @Override
  public CpuTensor reshape(int... dims) {
    Shape other = Shape.of(dims);
    if (other.equals(shape)) {
      return this;
    }
    if (other.size() != size) {
      throw new IllegalArgumentException(shape + " can't be seen as " + other);
    }
    if (lastReshape == null || !lastReshape.shape.equals(other)) {
      lastReshape = new CpuTensor(other, array.reshape('c', longs(dims)), buffer);
    }
    return lastReshape;
  }

  @Override
  public void write(float[] values) {
    if (values.length < size) {
      throw new IllegalArgumentException(
          "a tensor of " + shape + " needs " + size + " values, not " + values.length);
    }
    buffer.put(0, values, 0, size);
  }

  @Override
  public void read(float[] values) {
    buffer.get(0, values, 0, size);
  }

  /** Frees the memory; views are dead then too. */
  void free() {
    array.close();
  }
}

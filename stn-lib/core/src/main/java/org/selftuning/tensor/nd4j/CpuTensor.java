package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.selftuning.tensor.Lifetime;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** A tensor in memory outside the Java heap: an ND4J array, and a buffer of the same bytes. */
final class CpuTensor implements Tensor {
  private final Lifetime lifetime;
  private final Shape shape;
  private final int size;
  private final DataBuffer memory;
  private final int offset;
  private final INDArray array;
  private final FloatBuffer all;
  private final IntBuffer allBits;
  private final FloatBuffer buffer;
  private final IntBuffer bits;
  private final Map<Shape, CpuTensor> reshapes = new HashMap<>(2);

  private CpuTensor(
      Lifetime lifetime,
      Shape shape,
      DataBuffer memory,
      int offset,
      FloatBuffer all,
      IntBuffer allBits) {
    this.lifetime = lifetime;
    this.shape = shape;
    this.size = shape.size();
    this.memory = memory;
    this.offset = offset;
    long[] dims = longs(shape);
    this.array = Nd4j.create(memory, dims, strides(dims), offset, 'c');
    this.buffer = all.slice(offset, size);
    this.bits = allBits.slice(offset, size);
    this.all = all;
    this.allBits = allBits;
  }

  static CpuTensor zeros(Shape shape, Lifetime lifetime) {
    DataBuffer memory = Nd4j.createBuffer(DataType.FLOAT, shape.size(), true);
    FloatPointer floats = new FloatPointer(memory.addressPointer());
    IntPointer bits = new IntPointer(memory.addressPointer());
    floats.capacity(shape.size());
    bits.capacity(shape.size());
    return new CpuTensor(lifetime, shape, memory, 0, floats.asBuffer(), bits.asBuffer());
  }

  private static long[] longs(Shape shape) {
    return Arrays.stream(shape.dims()).asLongStream().toArray();
  }

  private static long[] strides(long[] dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
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

  /** The elements as ND4J sees them. */
  INDArray array() {
    return array;
  }

  /** The elements as ND4J sees them, in other dimensions. */
  INDArray array(long[] dims, long[] strides) {
    return Nd4j.create(memory, dims, strides, offset, 'c');
  }

  /** The elements as Java sees them. */
  FloatBuffer buffer() {
    return buffer;
  }

  /**
   * The elements' bits. Whether a number is 0, positive or equal to another is whole-number
   * arithmetic on bits, and takes a fraction of the time of a branch that no processor can predict.
   */
  IntBuffer bits() {
    return bits;
  }

  @Override
  public CpuTensor rows(int from, int to) {
    int[] dims = shape.dims();
    if (from < 0 || to <= from || to > dims[0]) {
      throw new IllegalArgumentException(
          "a tensor of " + shape + " has no rows " + from + " … " + to);
    }
    int row = size / dims[0];
    dims[0] = to - from;
    return lifetime.use(
        () -> new CpuTensor(lifetime, Shape.of(dims), memory, offset + from * row, all, allBits));
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
    return lifetime.use(
        () ->
            reshapes.computeIfAbsent(
                other, o -> new CpuTensor(lifetime, o, memory, offset, all, allBits)));
  }

  @Override
  public void write(float[] values) {
    if (values.length < size) {
      throw new IllegalArgumentException(
          "a tensor of " + shape + " needs " + size + " values, not " + values.length);
    }
    lifetime.use(() -> buffer.put(0, values, 0, size));
  }

  @Override
  public void read(float[] values) {
    lifetime.use(() -> buffer.get(0, values, 0, size));
  }

  /** Frees the memory; views are dead then too. */
  void free() {
    memory.close();
  }
}

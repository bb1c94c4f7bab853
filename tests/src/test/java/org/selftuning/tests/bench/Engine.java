package org.selftuning.tests.bench;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** An engine to be timed, with tensors of random numbers. */
@State(Scope.Benchmark)
public class Engine {
  /** The device's name. */
  @Param("cpu")
  public String device;

  private final SplittableRandom random = new SplittableRandom(1);
  private final float[] one = new float[1];
  private Ops ops;

  /** The engine, opened at the first call. */
  public Ops ops() {
    if (ops == null) {
      ops = Device.named(device).open();
    }
    return ops;
  }

  /** Returns a tensor of numbers uniform in −0.5 … 0.5. */
  public Tensor random(int... dims) {
    Tensor tensor = ops().tensor(dims);
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    tensor.write(values);
    return tensor;
  }

  /** Returns a vector of whole numbers below {@code bound}. */
  public Tensor indices(int size, int bound) {
    Tensor tensor = ops().tensor(size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(bound);
    }
    tensor.write(values);
    return tensor;
  }

  /** Returns a tensor of one number. */
  public Tensor filled(float value, int... dims) {
    Tensor tensor = ops().tensor(dims);
    ops().fill(tensor, value);
    return tensor;
  }

  /** Waits for what the device was asked to do, and returns the first element of the result. */
  public float finished(Tensor result) {
    result.reshape(result.size()).rows(0, 1).read(one);
    return one[0];
  }

  /** Frees its memory. */
  @TearDown
  public void close() {
    if (ops != null) {
      ops.close();
    }
  }
}

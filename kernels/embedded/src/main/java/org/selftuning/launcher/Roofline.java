package org.selftuning.launcher;

import java.util.List;
import org.selftuning.record.StepPlan;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * The least time that a step's operations take on a device, one after another: each as long as its
 * arithmetic at the peak or its tensors at the bandwidth, whichever is longer, and a call.
 *
 * <pre>  t = Σ max(arithmetic / peak, bytes / bandwidth) + calls · overhead </pre>
 *
 * @param peak operations a millisecond in a large product
 * @param bandwidth bytes of tensors a millisecond in y ← y + x, with vectors that fill as much
 *     memory as all tensors of the step: what fits a cache is read at the cache's rate
 * @param overhead milliseconds of a call that has next to nothing to do
 */
record Roofline(double peak, double bandwidth, double overhead) {
  private static final int CALLS = 1000;
  private static final int TIMES = 15;
  private static final int LEAST = 128 * 1024;

  /** Measures a device for steps whose tensors fill {@code memory} bytes. */
  static Roofline of(Device device, Bench.Time product, long memory) {
    try (Ops ops = device.open()) {
      int size = (int) Math.max(LEAST, memory / (2 * Float.BYTES));
      Tensor x = ops.tensor(size);
      Tensor y = ops.tensor(size);
      float[] one = new float[1];
      Tensor first = y.rows(0, 1);
      Bench.Time stream =
          Bench.time(
              () -> {
                ops.axpy(1, x, y);
                first.read(one);
              },
              TIMES,
              TIMES,
              0);
      Tensor little = x.rows(0, 1);
      Bench.Time calls =
          Bench.time(
              () -> {
                for (int i = 0; i < CALLS; i++) {
                  ops.axpy(1, little, first);
                }
                first.read(one);
              },
              TIMES,
              TIMES,
              0);
      return new Roofline(
          1e6 * product.rate(), 2.0 * Float.BYTES * size / stream.median(), calls.median() / CALLS);
    }
  }

  /** The least milliseconds of these operations. */
  double ms(List<StepPlan.Operation> operations) {
    double sum = operations.size() * overhead;
    for (StepPlan.Operation operation : operations) {
      sum += Math.max(operation.arithmetic() / peak, operation.bytes() / bandwidth);
    }
    return sum;
  }
}

package org.selftuning.tests.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.selftuning.tensor.Tensor;

/**
 * The three products of a gated linear layer, rows × inputs × outputs: forward x·Wᵀ, the input's
 * gradient dY·W, and the weights' gradient dYᵀ·x into the momentum.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ProductBenchmark {
  /** The second layer of the MLP, the second of the AlexNet, a step and all steps of an LSTM. */
  @Param({"128x1200x2400", "128x4096x8192", "40x650x5200", "2800x650x5200"})
  public String product;

  private Tensor x;
  private Tensor w;
  private Tensor y;
  private Tensor dx;
  private Tensor dw;

  /** Makes the operands. */
  @Setup
  public void prepare(Engine engine) {
    String[] extents = product.split("x");
    int rows = Integer.parseInt(extents[0]);
    int inputs = Integer.parseInt(extents[1]);
    int outputs = Integer.parseInt(extents[2]);
    x = engine.random(rows, inputs);
    w = engine.random(outputs, inputs);
    y = engine.random(rows, outputs);
    dx = engine.random(rows, inputs);
    dw = engine.random(outputs, inputs);
  }

  /** y ← x·Wᵀ. */
  @Benchmark
  public float forward(Engine engine) {
    engine.ops().matmul(x, false, w, true, 1, 0, y);
    return engine.finished(y);
  }

  /** dx ← dY·W. */
  @Benchmark
  public float inputGradient(Engine engine) {
    engine.ops().matmul(y, false, w, false, 1, 0, dx);
    return engine.finished(dx);
  }

  /** dW ← 0.9·dW − 0.001·dYᵀ·x. */
  @Benchmark
  public float weightGradient(Engine engine) {
    engine.ops().matmul(y, true, x, false, -0.001f, 0.9f, dw);
    return engine.finished(dw);
  }
}

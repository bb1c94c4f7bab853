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
import org.selftuning.tensor.Window;

/** Convolutions of 128 images with elem and hyper filters, and pooling. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConvolutionBenchmark {
  private static final int BATCH = 128;

  /** The AlexNet's second and third convolution: pixels × channels × filters of both kinds. */
  @Param({"8x64x384", "4x192x768"})
  public String convolution;

  private Window window;
  private Window pool;
  private Tensor x;
  private Tensor filters;
  private Tensor y;
  private Tensor dx;
  private Tensor dFilters;
  private Tensor pooled;

  /** Makes the operands. */
  @Setup
  public void prepare(Engine engine) {
    String[] extents = convolution.split("x");
    int pixels = Integer.parseInt(extents[0]);
    int channels = Integer.parseInt(extents[1]);
    int outputs = Integer.parseInt(extents[2]);
    window = new Window(pixels, pixels, channels, 3, 1, 1);
    pool = new Window(pixels, pixels, channels, 2, 2, 0);
    x = engine.random(BATCH, pixels, pixels, channels);
    filters = engine.random(outputs, window.values());
    y = engine.random(BATCH, pixels, pixels, outputs);
    dx = engine.random(BATCH, pixels, pixels, channels);
    dFilters = engine.random(outputs, window.values());
    pooled = engine.random(BATCH, pixels / 2, pixels / 2, channels);
  }

  /** The outputs. */
  @Benchmark
  public float forward(Engine engine) {
    engine.ops().convolve(x, filters, window, y);
    return engine.finished(y);
  }

  /** The input's gradient. */
  @Benchmark
  public float inputGradient(Engine engine) {
    engine.ops().convolveBackwardInput(y, filters, window, dx);
    return engine.finished(dx);
  }

  /** The filters' gradient, into the momentum. */
  @Benchmark
  public float filterGradient(Engine engine) {
    engine.ops().convolveBackwardFilters(y, x, window, -0.001f, 0.9f, dFilters);
    return engine.finished(dFilters);
  }

  /** The largest values of windows of 2 × 2. */
  @Benchmark
  public float pool(Engine engine) {
    engine.ops().maxPool(x, pool, pooled);
    return engine.finished(pooled);
  }

  /** Their gradient. */
  @Benchmark
  public float poolGradient(Engine engine) {
    engine.ops().maxPoolBackward(x, pooled, pooled, pool, dx);
    return engine.finished(dx);
  }
}

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
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/** What gating and dropout add to a layer's products: examples × positions × channels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GateBenchmark {
  /** A layer of the MLP, a convolution of the AlexNet, the steps of an LSTM. */
  @Param({"128x1x1200", "128x64x192", "40x70x2600"})
  public String gated;

  private final RandomStream stream = new RandomStream(1, "dropout");
  private int positions;
  private Tensor products;
  private Tensor bias;
  private Tensor gates;
  private Tensor y;
  private Tensor dGates;
  private Tensor dBias;
  private Tensor weight;
  private Tensor collapsed;
  private Tensor rate;
  private Tensor mask;

  /** Makes the operands. */
  @Setup
  public void prepare(Engine engine) {
    String[] extents = gated.split("x");
    int examples = Integer.parseInt(extents[0]);
    positions = Integer.parseInt(extents[1]);
    int channels = Integer.parseInt(extents[2]);
    products = engine.random(examples * positions, 2 * channels);
    bias = engine.random(2 * channels);
    gates = engine.random(examples, 2 * channels);
    y = engine.random(examples * positions, channels);
    dGates = engine.random(examples, 2 * channels);
    dBias = engine.random(2 * channels);
    weight = engine.random(2 * channels, 650);
    collapsed = engine.random(channels, 650);
    rate = engine.filled(0.3f, examples, 1);
    mask = engine.random(examples * positions, channels);
  }

  /** The gate. */
  @Benchmark
  public float gate(Engine engine) {
    engine.ops().gate(products, bias, gates, positions, y);
    return engine.finished(y);
  }

  /** Its derivatives. */
  @Benchmark
  public float gateBackward(Engine engine) {
    engine.ops().gateBackward(y, products, bias, gates, positions, dGates, 1, 0, dBias);
    return engine.finished(dGates);
  }

  /** Weights collapsed by one gate for all examples. */
  @Benchmark
  public float collapse(Engine engine) {
    engine.ops().collapseWeight(weight, gates.rows(0, 1), collapsed);
    return engine.finished(collapsed);
  }

  /** A mask for every element. */
  @Benchmark
  public float mask(Engine engine) {
    engine.ops().dropoutMask(stream, rate, 0, positions, mask);
    return engine.finished(mask);
  }

  /** Elements by their mask. */
  @Benchmark
  public float drop(Engine engine) {
    engine.ops().scaleRows(y, mask, 1, y);
    return engine.finished(y);
  }
}

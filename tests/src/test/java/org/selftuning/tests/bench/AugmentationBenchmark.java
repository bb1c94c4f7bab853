package org.selftuning.tests.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.layer.AffineWarp;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.ColorJitter;
import org.selftuning.layer.Cutout;
import org.selftuning.layer.GaussianNoise;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Quantity;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** All augmentation at once of 128 images of CIFAR-10, each by numbers of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AugmentationBenchmark {
  private static final Shape IMAGE = Shape.of(32, 32, 3);
  private static final int BATCH = 128;

  private final Pass pass = Pass.train(null, null, 1, 0);
  private Tensor images;
  private BoundLayer colors;
  private BoundLayer warp;
  private BoundLayer noise;
  private BoundLayer cutout;

  /** Makes the images and the layers. */
  @Setup
  public void prepare(Engine engine) {
    images = engine.random(IMAGE.prepend(BATCH).dims());
    Binding binding = new Binding(engine.ops(), BATCH, new HyperparameterSpace(List.of()), 1);
    colors = bind(binding, new ColorJitter(of(0.5), of(0.5), of(0.5), of(0.2)));
    warp = bind(binding, new AffineWarp(of(20), of(20), of(0.3), of(0.2)));
    noise = bind(binding, new GaussianNoise(of(0.1)));
    cutout = bind(binding, new Cutout(of(3), of(12)));
  }

  private static BoundLayer bind(Binding binding, Layer layer) {
    binding.enter(layer.getClass().getSimpleName());
    return layer.bind(binding, IMAGE);
  }

  private static Quantity of(double value) {
    return Quantity.of(value);
  }

  /** Color, affine warp, noise and cutout. */
  @Benchmark
  public float all(Engine engine) {
    Tensor x = colors.forward(images, pass);
    x = warp.forward(x, pass);
    x = noise.forward(x, pass);
    x = cutout.forward(x, pass);
    return engine.finished(x);
  }

  /** Color alone. */
  @Benchmark
  public float color(Engine engine) {
    return engine.finished(colors.forward(images, pass));
  }

  /** The affine warp alone. */
  @Benchmark
  public float warp(Engine engine) {
    return engine.finished(warp.forward(images, pass));
  }
}

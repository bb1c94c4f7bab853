package org.selftuning.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.selftuning.data.ArrayData;
import org.selftuning.data.Split;
import org.selftuning.data.SplitOptions;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.predict.Predictions;
import org.selftuning.predict.Predictor;
import org.selftuning.record.Run;
import org.selftuning.tensor.Device;
import org.selftuning.train.TrainOptions;

/** Predictions of the MLP for MNIST, from raw rows to classes with their probabilities. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PredictionBenchmark {
  /** Rows that are asked for at once. */
  @Param({"1", "10000"})
  public int rows;

  private float[][] x;
  private Run run;
  private Predictor predictor;

  /** Trains a network for a step or two, on noise. */
  @Setup
  public void prepare() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    float[][] noise = drawn(random, 512);
    int[] labels = random.ints(noise.length, 0, 10).toArray();
    for (int c = 0; c < 10; c++) {
      labels[c] = c; // no class is missing
    }
    ModelSpec model =
        ModelYaml.parse(Files.readString(Path.of("../notebooks/models/mlp-mnist.yaml")));
    run =
        Run.start(
            "mlp",
            model,
            Split.of(ArrayData.of("noise", noise, labels), SplitOptions.standard()),
            TrainOptions.defaults().epochs(1).warmupEpochs(0).batch(64),
            Device.named("cpu"));
    predictor = run.predictor();
    x = drawn(random, rows);
  }

  private static float[][] drawn(SplittableRandom random, int rows) {
    float[][] x = new float[rows][784];
    for (float[] row : x) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextDouble();
      }
    }
    return x;
  }

  /** Predicts all rows. */
  @Benchmark
  public Predictions predict() {
    return predictor.predict(x);
  }

  /** Frees the memory. */
  @TearDown
  public void close() {
    predictor.close();
    run.close();
  }
}

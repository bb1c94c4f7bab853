package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

class AveragedWeightsTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DATA = StrokeDigits.split(320, 100, 100, 3);
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(4).warmupEpochs(1).batch(32).trainSteps(2).seed(5);

  @TempDir Path folder;

  private static ModelSpec spec() {
    return ModelSpec.input(784)
        .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05))
        .dropout("rate")
        .gatedLinear(24)
        .relu()
        .gatedLinear(10)
        .crossEntropy();
  }

  @Test
  void earlierWeightsWeighLess() {
    try (Ops ops = CPU.open()) {
      Random random = new Random(3);
      Tensor weights = ops.tensor(7);
      AveragedWeights averaged = new AveragedWeights(ops, weights, 0.8);
      double[] sum = new double[7];
      double total = 0;
      float[] last = new float[7];
      for (int t = 1; t <= 12; t++) {
        for (int i = 0; i < 7; i++) {
          last[i] = (float) (10 + random.nextGaussian());
        }
        weights.write(last);
        averaged.add();
        total = 0.8 * total + 1;
        for (int i = 0; i < 7; i++) {
          sum[i] = 0.8 * sum[i] + last[i];
        }
        averaged.begin(t);
        for (int i = 0; i < 7; i++) {
          assertThat((double) weights.toArray()[i]).isCloseTo(sum[i] / total, within(1e-5));
        }
        averaged.end();
        assertThat(weights.toArray()).isEqualTo(last);
      }
    }
  }

  @Test
  void theTrainingItselfIsTheSame() {
    try (Trainer plain = new Trainer(spec(), DATA, OPTIONS.tuneSigma(false), CPU);
        Trainer averaged = new Trainer(spec(), DATA, OPTIONS.tuneSigma(false).average(0.9), CPU)) {
      plain.run();
      averaged.run();
      assertThat(averaged.values()).isEqualTo(plain.values());
      assertThat(averaged.test()).isNotEqualTo(plain.test());
    }
  }

  @Test
  void aRunGoesOnWithItsAverages() throws IOException {
    TrainOptions options = OPTIONS.average(0.9).cosine(true);
    Path file = folder.resolve("run.stn");
    try (Trainer whole = new Trainer(spec(), DATA, options, CPU);
        Trainer half = new Trainer(spec(), DATA, options, CPU)) {
      whole.run();
      half.listen(
          new TrainingListener() {
            @Override
            public void epoch(Epoch epoch) {
              if (epoch.number() == 2) {
                half.stop();
              }
            }
          });
      half.run();
      half.save(file);
      try (Trainer resumed = Trainer.load(file, DATA, CPU)) {
        resumed.run();
        assertThat(resumed.test()).isEqualTo(whole.test());
        assertThat(resumed.bestNetwork().weights().get("layers.2.weight"))
            .isEqualTo(whole.bestNetwork().weights().get("layers.2.weight"));
      }
    }
  }

  @Test
  void theCosineEndsNearNothing() {
    TrainOptions options = OPTIONS.epochs(5).cosine(true);
    assertThat(options.share(1)).isEqualTo(1);
    assertThat(options.share(3))
        .isCloseTo(0.01 + 0.99 * (1 + Math.cos(0.4 * Math.PI)) / 2, within(1e-12));
    assertThat(options.share(5)).isGreaterThan(0.01).isLessThan(0.15);
    assertThat(OPTIONS.share(5)).isEqualTo(1);
  }
}

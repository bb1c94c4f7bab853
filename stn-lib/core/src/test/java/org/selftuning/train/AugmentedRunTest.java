package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Quantity;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;

/** Runs whose examples are augmented on their way in, with tuned strengths. */
class AugmentedRunTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DATA = StrokeDigits.split(256, 64, 64, 3);
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(2).warmupEpochs(0).batch(32).trainSteps(2).seed(5);

  @TempDir Path folder;

  private static ModelSpec model() {
    return ModelSpec.input(28, 28, 1)
        .tune(
            Hyperparameter.continuous("turn", Range.interval(0, 45), 5),
            Hyperparameter.continuous("scale", Range.interval(0, 0.3), 0.05),
            Hyperparameter.continuous("noise", Range.above(0), 0.05),
            Hyperparameter.discrete("holes", 0, 4, 1),
            Hyperparameter.discrete("length", 0, 24, 4))
        .horizontalFlip()
        .affineWarp(Quantity.tuned("turn"), Quantity.of(5), Quantity.of(0.1), Quantity.of(0.1))
        .gaussianNoise(Quantity.tuned("noise"))
        .cutout(Quantity.tuned("holes"), Quantity.tuned("length"))
        .normalize(List.of(0.2), List.of(0.3))
        .inputScale(Quantity.tuned("scale"))
        .flatten()
        .gatedLinear(10)
        .crossEntropy();
  }

  private static TrainingListener logTo(List<String> lines) {
    return new TrainingListener() {
      @Override
      public void step(Step s) {
        lines.add(
            s.number()
                + " "
                + s.trainingLoss()
                + " "
                + s.validationLoss()
                + Arrays.toString(s.values()));
      }
    };
  }

  @Test
  void aResumedRunGoesOnBitForBit() throws IOException {
    List<String> whole = new ArrayList<>();
    try (Trainer trainer = new Trainer(model(), DATA, OPTIONS, CPU)) {
      trainer.listen(logTo(whole));
      trainer.run();
    }
    List<String> parts = new ArrayList<>();
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(model(), DATA, OPTIONS, CPU)) {
      trainer.listen(logTo(parts));
      trainer.listen(
          new TrainingListener() {
            @Override
            public void step(Step step) {
              if (step.number() == 7) {
                trainer.stop();
              }
            }
          });
      trainer.run();
      trainer.save(file);
    }
    assertThat(parts).hasSize(7);
    try (Trainer resumed = Trainer.load(file, DATA, CPU)) {
      resumed.listen(logTo(parts));
      resumed.run();
    }
    assertThat(parts).isEqualTo(whole);
  }
}

package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Tensor;

/** A model of someone's own layers trains, tunes, is saved, loaded and continued. */
class OwnLayersTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DATA = StrokeDigits.split(320, 100, 100, 3);

  @TempDir Path folder;

  private static TrainOptions options(Method method) {
    return TrainOptions.defaults()
        .method(method)
        .epochs(4)
        .warmupEpochs(1)
        .batch(32)
        .trainSteps(2)
        .seed(5);
  }

  private static Map<String, float[]> arrays(Map<String, Tensor> tensors) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, tensor.toArray()));
    return arrays;
  }

  @ParameterizedTest
  @EnumSource
  void trainsAndContinuesBitForBit(Method method) throws IOException {
    Map<String, float[]> whole;
    double[] tuned;
    try (Trainer trainer = new Trainer(OwnLayers.model(), DATA, options(method), CPU)) {
      double before = trainer.test().loss();
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
      assertThat(trainer.test().loss()).isLessThan(0.8 * before);
      tuned = trainer.values();
      whole = arrays(trainer.weights());
    }
    assertThat(tuned[0]).as("noise").isNotCloseTo(0.1, within(1e-6));
    assertThat(tuned[1]).as("small").isNotCloseTo(0.01, within(1e-6));
    assertThat(tuned[2]).as("rate").isNotCloseTo(0.1, within(1e-6));

    Path file = folder.resolve("half.stn");
    try (Trainer trainer = new Trainer(OwnLayers.model(), DATA, options(method).epochs(2), CPU)) {
      trainer.run();
      trainer.save(file);
    }
    try (Trainer trainer = Trainer.load(file, DATA, CPU)) {
      trainer.extendTo(4);
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
      assertThat(trainer.values()).isEqualTo(tuned);
      arrays(trainer.weights())
          .forEach((name, weights) -> assertThat(weights).as(name).isEqualTo(whole.get(name)));
    }
  }
}

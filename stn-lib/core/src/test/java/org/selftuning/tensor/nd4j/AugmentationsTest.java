package org.selftuning.tensor.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

class AugmentationsTest {
  private static final int BATCH = 64;

  /** Every augmentation, one upon another, on images of 32 × 32 × 3. */
  private static float[] augmented(Ops ops, Augmentations engine, int rounds) {
    Random random = new Random(1);
    float[] pixels = new float[BATCH * 32 * 32 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    Tensor x = ops.tensor(BATCH, 32, 32, 3);
    Tensor y = ops.tensor(BATCH, 32, 32, 3);
    Tensor strength = ops.tensor(1, 1);
    Tensor amounts = ops.tensor(BATCH, 6);
    Tensor colors = ops.tensor(BATCH, 4);
    Tensor factor = ops.tensor(BATCH, 1);
    RandomStream stream = new RandomStream(3, "augmentation");
    x.write(pixels);
    for (int round = 0; round < rounds; round++) {
      ops.fill(strength, 0.5f);
      for (int k = 0; k < 6; k++) {
        engine.jitter(stream, k == 3 ? Jitter.FACTOR : Jitter.SHIFT, strength, 0, amounts, k);
      }
      for (int k = 0; k < 4; k++) {
        engine.jitter(stream, k == 3 ? Jitter.SHIFT : Jitter.FACTOR, strength, 0, colors, k);
      }
      engine.warp(x, amounts, y);
      engine.color(y, colors, x);
      engine.jitter(stream, Jitter.SHIFT, strength, 0, factor, 0);
      engine.scaleExamples(x, factor, y);
      engine.noise(stream, strength, 0, y, x);
      ops.dropoutMask(stream, strength, 0, 1, factor);
      engine.mirror(x, factor, y);
      ops.fill(strength, 4);
      engine.cutout(stream, strength, 0, 4, strength, 0, y, x);
    }
    return x.toArray();
  }

  @Test
  void theNumberOfHandsChangesNothing() {
    try (Ops ops = Device.named("cpu").open()) {
      float[] alone = augmented(ops, new Augmentations(new WorkerPool(1)), 4);
      for (int workers : new int[] {2, 3, 8}) {
        assertThat(augmented(ops, new Augmentations(new WorkerPool(workers)), 4)).isEqualTo(alone);
      }
    }
  }
}

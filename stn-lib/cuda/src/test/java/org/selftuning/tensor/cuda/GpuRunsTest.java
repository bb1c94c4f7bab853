package org.selftuning.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Quantity;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Precision;
import org.selftuning.train.Stn;
import org.selftuning.train.TrainOptions;

/** Many steps on a real GPU; skipped where there is none. */
class GpuRunsTest {
  private static final int BATCH = 64;

  /** Steps of the long run; fewer where the GPU is a made-up one. */
  private static final int STEPS = Integer.getInteger("stn.steps", 1000);

  private static ModelSpec model() {
    return ModelSpec.input(16, 16, 3)
        .tune(
            Hyperparameter.continuous("turn", Range.interval(0, 45), 5),
            Hyperparameter.continuous("noise", Range.above(0), 0.05),
            Hyperparameter.continuous("drop", Range.interval(0, 0.9), 0.2))
        .horizontalFlip()
        .affineWarp(Quantity.tuned("turn"), Quantity.of(5), Quantity.of(0.1), Quantity.of(0.1))
        .gaussianNoise(Quantity.tuned("noise"))
        .gatedConv2d(16, 3, 1, 1)
        .relu()
        .maxPool(2)
        .flatten()
        .dropout("drop")
        .gatedLinear(10)
        .crossEntropy();
  }

  /** Steps of training and tuning, and the memory in use before and after the last of them. */
  private static final class Steps implements AutoCloseable {
    final Ops ops;
    final Network network;
    final Stn stn;
    private final Random random = new Random(1);
    private final float[] x;
    private final float[] y = new float[BATCH];

    Steps(Device device) {
      ops = device.open();
      network = new Network(model(), ops, BATCH, 3);
      stn = new Stn(network, ops, TrainOptions.defaults().batch(BATCH).seed(3));
      x = new float[BATCH * model().input().size()];
    }

    void take(int number) {
      for (int i = 0; i < number; i++) {
        for (int j = 0; j < x.length; j++) {
          x[j] = random.nextFloat();
        }
        for (int j = 0; j < BATCH; j++) {
          y[j] = random.nextInt(10);
        }
        network.load(x, y);
        stn.perturb();
        stn.train();
        stn.perturb();
        stn.validate();
      }
    }

    @Override
    public void close() {
      ops.close();
    }
  }

  @Test
  void twoRunsInFp32AreTheSameToTheLastBit() {
    Device device = GpuTest.device(Precision.FP32);
    float[][] weights = new float[2][];
    for (int run = 0; run < 2; run++) {
      try (Steps steps = new Steps(device)) {
        steps.take(Math.max(5, STEPS / 20));
        weights[run] = steps.network.parameters().values().toArray();
      }
    }
    assertThat(weights[1]).isEqualTo(weights[0]);
  }

  @Test
  void manyStepsLeaveTheMemoryAsItWas() {
    try (Steps steps = new Steps(GpuTest.device(Precision.FP32))) {
      steps.take(5);
      steps.stn.score().toArray();
      long allocated = steps.ops.allocatedBytes();
      long free = Gpu.freeBytes();
      steps.take(STEPS);
      steps.stn.score().toArray();
      assertThat(steps.ops.allocatedBytes()).isEqualTo(allocated);
      assertThat(Gpu.freeBytes()).isEqualTo(free);
    }
  }
}

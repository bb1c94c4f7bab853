package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Quantity;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;

/** A thousand steps take no more memory than a hundred. */
class StepMemoryTest {
  private static final int FIRST = 100;
  private static final int LAST = 1000;

  /** The least number of bytes that a leak in every step would be: a small object. */
  private static final long LEAST_LEAK = 64;

  /** Pages that come and go with the collector, the compiler and the allocator's own ways. */
  private static final long PAGES = 24L << 20;

  /**
   * A model and its settings.
   *
   * @param words how many words its input is of, or 0 where it takes numbers
   */
  private record Subject(String name, ModelSpec spec, int words, TrainOptions options) {
    Subject by(Method method) {
      return new Subject(name + " by " + method, spec, words, options.method(method));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Subject> models() {
    return Stream.of(mlp(), cnn(), lstm(), cnn().by(Method.DELTA_STN), lstm().by(Method.DELTA_STN));
  }

  private static Hyperparameter rate(String name) {
    return Hyperparameter.continuous(name, Range.interval(0, 0.95), 0.05);
  }

  private static Subject mlp() {
    ModelSpec spec =
        ModelSpec.input(40)
            .tune(rate("p"), rate("q"))
            .dropout("p")
            .gatedLinear(50)
            .relu()
            .dropout("q")
            .gatedLinear(10)
            .crossEntropy();
    return new Subject("mlp", spec, 0, TrainOptions.defaults().batch(32));
  }

  private static Subject cnn() {
    Quantity noise = Quantity.tuned("noise");
    ModelSpec spec =
        ModelSpec.input(12, 12, 3)
            .tune(rate("noise"), rate("channels"), rate("p"))
            .tune(Hyperparameter.discrete("holes", 0, 4, 1))
            .tune(Hyperparameter.discrete("length", 0, 6, 2))
            .horizontalFlip()
            .affineWarp(Quantity.of(20), Quantity.of(5), Quantity.of(0.1), noise)
            .colorJitter(noise, noise, noise, Quantity.of(0.1))
            .normalize(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2))
            .gaussianNoise(noise)
            .inputScale(noise)
            .cutout(Quantity.tuned("holes"), Quantity.tuned("length"))
            .gatedConv2d(8, 3, 2, 1)
            .gatedBatchNorm()
            .relu()
            .channelDropout("channels")
            .gatedConv2d(8, 3, 1, 1)
            .maxPool(2)
            .averagePool(3)
            .flatten()
            .dropout("p")
            .gatedLinear(10)
            .crossEntropy();
    return new Subject("cnn", spec, 0, TrainOptions.defaults().batch(16));
  }

  private static Subject lstm() {
    int words = 60;
    ModelSpec spec =
        ModelSpec.input(5)
            .gates(GateInput.SQUASHED)
            .tune(rate("input"), rate("hidden"), rate("output"))
            .tune(rate("words").perBatch(), rate("connect").perBatch())
            .tune(Hyperparameter.continuous("alpha", Range.above(0), 0.05).perBatch())
            .tune(Hyperparameter.continuous("beta", Range.above(0), 0.05).perBatch())
            .gatedEmbedding(words, 16, "words")
            .lockedDropout("input")
            .gatedLstm(16, "connect")
            .lockedDropout("hidden")
            .gatedLstm(16, "connect")
            .temporalActivationPenalty("beta")
            .lockedDropout("output")
            .activationPenalty("alpha")
            .tiedDecoder(words)
            .crossEntropy();
    TrainOptions options =
        TrainOptions.defaults()
            .batch(8)
            .weights(Optimizer.sgd(1, 0))
            .clipNorm(0.25)
            .hyper(Optimizer.adam(0.01))
            .tuneSigma(false);
    return new Subject("lstm", spec, words, options);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void aStepLeavesNothingBehind(Subject subject) {
    try (Ops ops = Device.named("cpu").open()) {
      Method method = subject.options.method();
      Network network = method.bind(subject.spec, ops, subject.options.batch(), 1);
      Steps steps = method.steps(network, ops, subject.options);
      SplittableRandom random = new SplittableRandom(4);
      float[] x = new float[subject.options.batch() * subject.spec.input().size()];
      int labels = subject.spec.loss().target(subject.spec.output()).size();
      float[] y = new float[subject.options.batch() * labels];
      Memory first = Memory.now(ops); // what measuring itself needs is there then
      for (int step = 1; step <= LAST; step++) {
        for (int i = 0; i < x.length; i++) {
          x[i] = subject.words > 0 ? random.nextInt(subject.words) : (float) random.nextDouble();
        }
        for (int i = 0; i < y.length; i++) {
          y[i] = random.nextInt(subject.spec.output().dim(-1));
        }
        network.load(x, y);
        steps.perturb();
        if (step % 3 == 0) {
          steps.validate();
        } else {
          steps.train();
        }
        if (step == FIRST) {
          first = Memory.now(ops);
        }
      }
      Memory last = Memory.now(ops);
      long most = LEAST_LEAK * (LAST - FIRST);
      assertThat(last.planned).isEqualTo(first.planned);
      assertThat(last.counted - first.counted).as("counted").isLessThan(most);
      assertThat(last.direct - first.direct).as("direct").isLessThan(most);
      assertThat(last.heap - first.heap).as("heap").isLessThan(most);
      assertThat(last.resident - first.resident).as("resident").isLessThan(PAGES);
    }
  }

  /**
   * Bytes in use.
   *
   * @param planned by the engine's tensors
   * @param counted outside the heap, through JavaCPP
   * @param direct outside the heap, in Java's own buffers
   * @param heap reachable on the heap
   * @param resident all memory of this process
   */
  private record Memory(long planned, long counted, long direct, long heap, long resident) {
    static Memory now(Ops ops) {
      long heap = Long.MAX_VALUE;
      for (int i = 0; i < 4; i++) {
        System.gc();
        heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new Memory(
          ops.allocatedBytes(), Pointer.totalBytes(), direct, heap, Pointer.physicalBytes());
    }
  }
}

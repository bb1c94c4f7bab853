package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.OutOfDeviceMemory;

class TrainerTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DATA = StrokeDigits.split(320, 100, 100, 3);
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(4).warmupEpochs(1).batch(32).trainSteps(2).seed(5);

  @TempDir Path folder;

  private static ModelSpec gated(int outputs) {
    return ModelSpec.input(784)
        .tune(
            Hyperparameter.continuous("first", Range.interval(0, 0.95), 0.05),
            Hyperparameter.continuous("second", Range.interval(0, 0.95), 0.2))
        .dropout("first")
        .gatedLinear(24)
        .relu()
        .dropout("second")
        .gatedLinear(outputs)
        .crossEntropy();
  }

  /** Everything a run says but the time. */
  private static final class Log implements TrainingListener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void step(Step s) {
      lines.add(
          s.number()
              + " "
              + s.epoch()
              + " "
              + s.trainingLoss()
              + " "
              + s.validationLoss()
              + Arrays.toString(s.values())
              + Arrays.toString(s.sigma()));
    }

    @Override
    public void epoch(Epoch e) {
      lines.add(e.number() + " " + e.training() + e.validation() + e.best() + e.learningRate());
    }
  }

  private static List<String> whole(TrainOptions options) {
    Log log = new Log();
    try (Trainer trainer = new Trainer(gated(10), DATA, options, CPU)) {
      trainer.listen(log);
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
    }
    return log.lines;
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(whole(OPTIONS)).isEqualTo(whole(OPTIONS)).isNotEqualTo(whole(OPTIONS.seed(6)));
  }

  /** Steps 3, 10 and 17: in the warm-up, at the end of an epoch, in the middle of one. */
  @ParameterizedTest
  @ValueSource(ints = {3, 10, 17})
  void aResumedRunGoesOnBitForBit(int stopAt) throws IOException {
    for (Optimizer weights : List.of(Optimizer.sgd(0.05, 0.9), Optimizer.adam(0.002))) {
      TrainOptions options = OPTIONS.weights(weights).milestones(List.of(1, 3)).decay(0.5);
      Log log = new Log();
      Path file = folder.resolve("run.safetensors");
      try (Trainer trainer = new Trainer(gated(10), DATA, options, CPU)) {
        trainer.listen(log);
        trainer.listen(stopAt(trainer, stopAt));
        assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.STOPPED);
        trainer.save(file, Map.of("note", "kept"));
      }
      try (Checkpoint checkpoint = Checkpoint.open(file);
          Trainer resumed = Trainer.load(checkpoint, null, DATA, CPU)) {
        assertThat(checkpoint.sections()).containsEntry("note", "kept");
        resumed.listen(log);
        assertThat(resumed.run().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
      }
      assertThat(log.lines).isEqualTo(whole(options));
    }
  }

  @Test
  void aCheckpointKeepsTheMethodAndAllItNeeds() throws IOException {
    TrainOptions options = OPTIONS.method(Method.DELTA_STN).weights(Optimizer.sgd(0.05, 0.9));
    Log log = new Log();
    Path file = folder.resolve("delta.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, options, CPU)) {
      trainer.listen(log);
      trainer.listen(stopAt(trainer, 13));
      trainer.run();
      trainer.save(file);
    }
    try (Trainer resumed = Trainer.load(file, DATA, CPU)) {
      assertThat(resumed.options().method()).isEqualTo(Method.DELTA_STN);
      resumed.listen(log);
      resumed.run();
    }
    assertThat(log.lines).isEqualTo(whole(options)).isNotEqualTo(whole(OPTIONS));
  }

  @Test
  void aRunStoppedBetweenTwoEpochsGoesOnAtTheNewLearningRate() throws IOException {
    TrainOptions options = OPTIONS.milestones(List.of(2)).decay(0.5);
    Log log = new Log();
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, options, CPU)) {
      trainer.listen(log);
      trainer.listen(
          new TrainingListener() {
            @Override
            public void epoch(Epoch epoch) {
              if (epoch.number() == 2) {
                trainer.stop();
              }
            }
          });
      trainer.run();
      trainer.save(file);
    }
    try (Trainer resumed = Trainer.load(file, DATA, CPU)) {
      resumed.listen(log);
      resumed.run();
    }
    assertThat(log.lines).isEqualTo(whole(options));
  }

  private static TrainingListener stopAt(Trainer trainer, int number) {
    return new TrainingListener() {
      @Override
      public void step(Step step) {
        if (step.number() == number) {
          trainer.stop();
        }
      }
    };
  }

  @Test
  void stoppingAndGoingOnInOneTrainerChangesNothing() {
    Log log = new Log();
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      trainer.listen(log);
      trainer.listen(stopAt(trainer, 7));
      trainer.run();
      assertThat(log.lines).hasSize(7);
      trainer.run();
    }
    assertThat(log.lines).isEqualTo(whole(OPTIONS));
  }

  @Test
  void anInterruptStopsTheRunAndKeepsIt() {
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      Thread.currentThread().interrupt();
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.STOPPED);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
    }
  }

  @Test
  void warmUpLeavesTheHyperparametersAlone() {
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS.warmupEpochs(4), CPU)) {
      trainer.run();
      assertThat(trainer.values()[0]).isCloseTo(0.05, org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void theBestNetworkIsKept() {
    double[] best = {Double.POSITIVE_INFINITY};
    TrainOptions harsh = OPTIONS.epochs(12).weights(Optimizer.adam(0.02));
    try (Trainer trainer = new Trainer(gated(10), DATA, harsh, CPU)) {
      trainer.listen(
          new TrainingListener() {
            @Override
            public void epoch(Epoch epoch) {
              best[0] = Math.min(best[0], epoch.validation().loss());
            }
          });
      trainer.run();
      double[] values = trainer.values();
      assertThat(trainer.evaluate(DATA.validation()).loss()).isEqualTo(best[0]);
      assertThat(trainer.values()).isEqualTo(values);
    }
  }

  @Test
  void patienceEndsARun() {
    TrainOptions options = OPTIONS.epochs(200).patience(3).weights(Optimizer.adam(0.01));
    try (Trainer trainer = new Trainer(gated(10), DATA, options, CPU)) {
      TrainingOutcome ending = trainer.run();
      assertThat(ending.cause()).isEqualTo(TrainingOutcome.Cause.EARLY_STOP);
      assertThat(ending.message()).isEqualTo("no better validation loss in 3 epochs");
    }
  }

  @Test
  void patienceDoesNotCountTheWarmUp() {
    TrainOptions options = OPTIONS.epochs(20).warmupEpochs(5).patience(2);
    try (Trainer trainer = new Trainer(gated(10), DATA, risingLoss(options), CPU)) {
      List<Epoch> epochs = new ArrayList<>();
      trainer.listen(
          new TrainingListener() {
            @Override
            public void epoch(Epoch epoch) {
              epochs.add(epoch);
            }
          });
      trainer.run();
      int best = 0;
      for (Epoch epoch : epochs) {
        best = epoch.best() ? epoch.number() : best;
      }
      assertThat(epochs).hasSize(Math.min(20, Math.max(5, best) + 2)).hasSizeLessThan(20);
    }
  }

  /** At a rate at which the validation loss goes up and down. */
  private static TrainOptions risingLoss(TrainOptions options) {
    return options.weights(Optimizer.adam(0.02));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theRateDecaysWhileTheLossLiesAboveTheLowestOfAllButTheLast(int n) throws IOException {
    TrainOptions options = risingLoss(OPTIONS.epochs(16).nonmonotone(n).decay(0.7));
    List<Epoch> epochs = new ArrayList<>();
    TrainingListener list =
        new TrainingListener() {
          @Override
          public void epoch(Epoch epoch) {
            epochs.add(epoch);
          }
        };
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, options, CPU)) {
      trainer.listen(list);
      trainer.listen(stopAt(trainer, 75));
      trainer.run();
      trainer.save(file);
    }
    try (Trainer resumed = Trainer.load(file, DATA, CPU)) {
      resumed.listen(list);
      resumed.run();
    }
    double rate = 0.02;
    for (int i = 0; i < epochs.size(); i++) {
      assertThat(epochs.get(i).learningRate()).as("epoch %d", i + 1).isCloseTo(rate, within(1e-9));
      double lowest = Double.POSITIVE_INFINITY;
      for (int j = 1; j < i - n; j++) { // the first is the warm-up
        lowest = Math.min(lowest, epochs.get(j).validation().loss());
      }
      if (i > 0 && epochs.get(i).validation().loss() > lowest) {
        rate *= 0.7;
      }
    }
    assertThat(rate).isLessThan(0.02);
  }

  @Test
  void aRunThatDivergesSaysWhereAndAtWhichHyperparameters() {
    TrainOptions wild = OPTIONS.weights(Optimizer.sgd(1e6, 0.9));
    try (Trainer trainer = new Trainer(gated(10), DATA, wild, CPU)) {
      TrainingOutcome ending = trainer.run();
      assertThat(ending.cause()).isEqualTo(TrainingOutcome.Cause.DIVERGED);
      assertThat(ending.message())
          .matches(
              "step \\d+: the (training|validation) loss is (NaN|Infinity) at first = .*, second ="
                  + " .*; lower the learning rate \\(now 1.00e\\+06\\)");
    }
  }

  @Test
  void aPlainNetworkTrainsToo() {
    ModelSpec plain = gated(10).fixedAt(Map.of("first", 0.1, "second", 0.1));
    try (Trainer trainer = new Trainer(plain, DATA, OPTIONS.epochs(8), CPU)) {
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
      assertThat(trainer.values()).isEmpty();
      assertThat(trainer.evaluate(DATA.train()).accuracy()).isGreaterThan(0.5);
    }
  }

  @Test
  void aStepAllocatesNothingOnTheDevice() {
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      long planned = trainer.memory();
      trainer.run();
      assertThat(trainer.memory()).isEqualTo(planned);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new Trainer(gated(7), DATA, OPTIONS, CPU))
        .hasMessage(
            "the model has 7 outputs but data set 'stroke digits' has 10 classes;"
                + " change the units of the last layer");
    assertThatThrownBy(() -> new Trainer(gated(10), DATA, OPTIONS.batch(321), CPU))
        .hasMessageContaining("a batch of 321 is larger than the training part")
        .hasMessageEndingWith("choose a batch of at most 320");
    ModelSpec small = ModelSpec.input(100).linear(10).crossEntropy();
    assertThatThrownBy(() -> new Trainer(small, DATA, OPTIONS, CPU))
        .hasMessageContaining("the model takes 100 but data set")
        .hasMessageContaining("28 × 28 × 1");
  }

  @Test
  void tooLittleMemoryIsSaidInOneLine() {
    System.setProperty("stn.memory", "100000");
    try {
      assertThatThrownBy(() -> new Trainer(gated(10), DATA, OPTIONS, CPU))
          .isInstanceOf(OutOfDeviceMemory.class)
          .hasMessageContaining("use a smaller batch");
    } finally {
      System.clearProperty("stn.memory");
    }
  }

  @Test
  void aCheckpointThatIsCutInHalfIsRefused() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      trainer.save(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Trainer.load(file, DATA, CPU))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              ".*run.safetensors (is cut off: .* are announced, .* are there; use an earlier"
                  + " checkpoint|is no checkpoint; .*)");
    }
    Files.delete(file);
    assertThatThrownBy(() -> Trainer.load(file, DATA, CPU)).hasMessageContaining("does not exist");
  }

  @Test
  void aCheckpointOfOtherDataIsRefused() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      trainer.save(file);
    }
    Split other = StrokeDigits.split(300, 100, 100, 3);
    assertThatThrownBy(() -> Trainer.load(file, other, CPU))
        .hasMessageContaining("was trained with 320 training examples, but 300 are given");
  }

  @Test
  void aCheckpointOfAsManyOtherExamplesIsRefusedUnlessAskedFor() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      trainer.save(file);
    }
    Split other = new Split(DATA.train().shuffled(3), DATA.validation(), DATA.test());
    assertThatThrownBy(() -> Trainer.load(file, other, CPU))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            ".*run.safetensors was trained on other training examples: 320 × .*; load the same"
                + " data, or continue on these with --other-data .*");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      Trainer.load(checkpoint.onOtherData(), null, other, CPU).close();
    }
    assertThatThrownBy(() -> Trainer.load(file, null, CPU)).hasMessageContaining("none are given");
  }

  /** Another run may replace the file between two looks at it. */
  @Test
  void anOpenCheckpointStaysWhatItWas() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (Trainer first = new Trainer(gated(10), DATA, OPTIONS, CPU);
        Trainer other = new Trainer(gated(10), DATA, OPTIONS.seed(9), CPU)) {
      first.save(file, Map.of("note", "first"));
      try (Checkpoint checkpoint = Checkpoint.open(file)) {
        other.save(file, Map.of("note", "other, and longer"));
        assertThat(checkpoint.sections()).containsEntry("note", "first");
        try (Trainer loaded = Trainer.load(checkpoint, null, DATA, CPU)) {
          assertThat(loaded.weights().get("layers.2.weight").toArray())
              .isEqualTo(first.weights().get("layers.2.weight").toArray())
              .isNotEqualTo(other.weights().get("layers.2.weight").toArray());
        }
      }
    }
  }

  /** One bit at a time, in header and elements: every change but that of an unused name is seen. */
  @Test
  void aCheckpointOfWhichABitHasChangedIsRefused() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      trainer.save(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] changed = bytes.clone();
      changed[i < 150 ? 8 + i : random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, changed);
      assertThatThrownBy(() -> Trainer.load(file, DATA, CPU)).isInstanceOf(IOException.class);
    }
    Files.write(file, bytes);
    Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Trainer.load(file, DATA, CPU))
        .hasMessageContaining("is damaged: 1 bytes follow its end");
  }

  /** As version 1 wrote them: neither version nor hash, and no fingerprint of the data. */
  @Test
  void anOlderCheckpointStillLoads() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      trainer.save(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    byte[] old =
        header
            .replaceFirst("\"stn.version\":\"2\",\"sha256\":\"[0-9a-f]{64}\",", "")
            .replaceFirst(",\\\\\"data\\\\\":\\{[^}]*}", "")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(old.length).isLessThan(length - 200);
    ByteBuffer file1 =
        ByteBuffer.allocate(bytes.length - length + old.length).order(ByteOrder.LITTLE_ENDIAN);
    file1.putLong(old.length).put(old).put(bytes, 8 + length, bytes.length - 8 - length);
    Files.write(file, file1.array());
    Trainer.load(file, DATA, CPU).close();
  }

  @Test
  void aPlaceThatCannotBeWrittenLosesNothing() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(gated(10), DATA, OPTIONS, CPU)) {
      trainer.save(file);
      byte[] before = Files.readAllBytes(file);
      assertThatThrownBy(() -> trainer.save(file.resolve("below").resolve("run.safetensors")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot write")
          .hasMessageContaining("give another place");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
  }
}

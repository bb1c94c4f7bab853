package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Corpus;
import org.selftuning.data.GrammarText;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.tensor.Device;
import org.selftuning.train.Optimizer;
import org.selftuning.train.Step;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.TrainingListener;
import org.selftuning.train.TrainingOutcome;

/** Ordinary networks whose hyperparameters follow a schedule. */
class ReplayTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DATA = StrokeDigits.split(160, 64, 64, 3);
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(3).warmupEpochs(1).batch(32).trainSteps(2).seed(5);
  private static final Hyperparameter RATE =
      Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.05);
  private static final Hyperparameter HOLES = Hyperparameter.discrete("holes", 0, 3, 1);

  @TempDir Path folder;

  private static ModelSpec model() {
    return ModelSpec.input(28, 28, 1)
        .tune(RATE, HOLES)
        .cutout(org.selftuning.layer.Quantity.tuned("holes"), org.selftuning.layer.Quantity.of(6))
        .flatten()
        .gatedLinear(24)
        .relu()
        .dropout("rate")
        .gatedLinear(10)
        .crossEntropy();
  }

  private static List<Double> losses(Run run) {
    List<Double> losses = new ArrayList<>();
    RunSnapshot now = run.history().snapshot();
    for (int row = 0; row < now.steps(); row++) {
      losses.add(now.trainingLoss(row));
    }
    now.epochs().forEach(e -> losses.add(e.validation().loss()));
    losses.add(now.tests().get(now.tests().size() - 1).score().loss());
    return losses;
  }

  private static Schedule both(Schedule rate, Schedule holes, int steps) {
    long[] at = new long[steps + 1];
    double[][] values = new double[2][steps + 1];
    for (int i = 0; i <= steps; i++) {
      at[i] = i;
      values[0][i] = rate.at(i, "rate");
      values[1][i] = holes.at(i, "holes");
    }
    return new Schedule(List.of("rate", "holes"), new boolean[] {false, true}, at, values);
  }

  private static Schedule noisy() {
    return both(
        Schedule.gaussian(RATE, 0.4, 0.1, 15, 1), Schedule.sinusoid(HOLES, 1.5, 1.5, 7, 15), 15);
  }

  /** At the most holes: cutout draws places for as many as there may be. */
  @Test
  void aConstantScheduleIsTheFixedNetworkBitForBit() {
    Schedule constant = both(Schedule.constant(RATE, 0.3), Schedule.constant(HOLES, 3), 1);
    ModelSpec fixed = model().fixedAt(Map.of("rate", 0.3, "holes", 3.0));
    try (Run replay = Run.replay("replay", model(), constant, DATA, OPTIONS, CPU);
        Run plain = Run.start("plain", fixed, DATA, OPTIONS, CPU)) {
      assertThat(replay.train().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
      assertThat(losses(replay)).isEqualTo(losses(plain));
      assertThat(replay.spec().parameterCount()).isEqualTo(fixed.parameterCount());
    }
  }

  @Test
  void theScheduleOfAReplayIsTheOneItFollows() {
    Schedule noisy = noisy();
    try (Run replay = Run.replay("replay", model(), noisy, DATA, OPTIONS, CPU)) {
      replay.train();
      for (int step = 0; step <= 15; step++) {
        assertThat(replay.schedule().at(step, "rate")).isEqualTo(noisy.at(step, "rate"));
        assertThat(replay.schedule().at(step, "holes")).isEqualTo(noisy.at(step, "holes"));
      }
      RunSnapshot now = replay.history().snapshot();
      assertThat(now.sigma(3, 0)).isZero();
      assertThat(now.plan().warmupEpochs()).isZero();
      assertThat(now.validationLoss(9)).isNaN();
    }
  }

  /** The value after six steps is that of the seventh. */
  @Test
  void theNetworkTrainsAtTheScheduledValues() {
    Schedule none = both(Schedule.constant(RATE, 0), Schedule.constant(HOLES, 0), 1);
    Schedule later =
        new Schedule(
            List.of("rate", "holes"),
            new boolean[] {false, true},
            new long[] {0, 6},
            new double[][] {{0, 0.9}, {0, 0}});
    try (Run plain = Run.replay("plain", model(), none, DATA, OPTIONS, CPU);
        Run dropped = Run.replay("dropped", model(), later, DATA, OPTIONS, CPU)) {
      plain.train();
      dropped.train();
      assertThat(losses(dropped).subList(0, 6)).isEqualTo(losses(plain).subList(0, 6));
      assertThat(losses(dropped).get(6)).isNotEqualTo(losses(plain).get(6));
    }
  }

  @Test
  void aReplayGoesOnFromItsCheckpointBitForBit() throws IOException {
    Path file = folder.resolve("replay.stn");
    List<Double> whole;
    try (Run run = Run.replay("whole", model(), noisy(), DATA, OPTIONS, CPU)) {
      run.train();
      whole = losses(run);
    }
    try (Run run = Run.replay("parts", model(), noisy(), DATA, OPTIONS, CPU)) {
      run.listen(
          new TrainingListener() {
            @Override
            public void step(Step step) {
              if (step.number() == 7) {
                run.stop();
              }
            }
          });
      assertThat(run.train().cause()).isEqualTo(TrainingOutcome.Cause.STOPPED);
      run.save(file);
    }
    try (Run run = Run.load(file, DATA, CPU)) {
      run.train();
      assertThat(losses(run)).isEqualTo(whole);
    }
  }

  @Test
  void anStnsScheduleIsReplayedStepByStep() {
    try (Run tuned = Run.start("tuned", model(), DATA, OPTIONS, CPU);
        Run replay = Run.replay("replay", tuned.spec(), tuned.schedule(), DATA, OPTIONS, CPU)) {
      replay.train();
      assertThat(tuned.schedule().at(15, "rate")).isNotEqualTo(0.05);
      assertThat(replay.schedule().at(15, "rate")).isEqualTo(tuned.schedule().at(15, "rate"));
      assertThat(replay.result().test().loss()).isNotNaN();
    }
  }

  @Test
  void aLanguageModelIsReplayedToo() {
    Corpus text = GrammarText.generate(60, 20, 20, 4);
    int words = text.vocabulary().size();
    Hyperparameter connect =
        Hyperparameter.continuous("connect", Range.interval(0, 1), 0.05).perBatch();
    ModelSpec spec =
        ModelSpec.input(6)
            .tune(connect)
            .gatedEmbedding(words, 8, "connect")
            .gatedLstm(8, "connect")
            .tiedDecoder(words)
            .crossEntropy();
    TrainOptions options = OPTIONS.epochs(1).batch(5).weights(Optimizer.sgd(2, 0)).clipNorm(0.25);
    Schedule constant = Schedule.constant(connect, 0.2);
    try (Run replay = Run.replay("replay", spec, constant, text, options, CPU);
        Run plain = Run.start("plain", spec.fixedAt(Map.of("connect", 0.2)), text, options, CPU)) {
      replay.train();
      assertThat(losses(replay)).isEqualTo(losses(plain));
    }
  }

  @Test
  void withoutAScheduleTheHyperparametersStayAtTheirStarts() {
    ModelSpec ungated = ModelYaml.parse(ModelYaml.print(model().ungated()));
    assertThat(ungated).isEqualTo(model().ungated());
    try (Run run = Run.start("run", ungated, DATA, OPTIONS, CPU)) {
      assertThat(run.result().finalValues())
          .containsEntry("rate", 0.05)
          .containsEntry("holes", 1.0);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    assertThatThrownBy(
            () -> Run.replay("replay", model(), Schedule.constant(RATE, 0.3), DATA, OPTIONS, CPU))
        .hasMessage("the schedule has no hyperparameter 'holes'; it has [rate]");
    Schedule outside =
        new Schedule(
            List.of("rate", "holes"),
            new boolean[] {false, true},
            new long[] {0},
            new double[][] {{1.5}, {0}});
    assertThatThrownBy(() -> Run.replay("replay", model(), outside, DATA, OPTIONS, CPU))
        .hasMessage("the schedule sets 'rate' to 1.5 at step 0, outside its range (0.0, 0.9)");
  }
}

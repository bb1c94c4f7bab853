package org.selftuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.tensor.Device;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;

/** The objective of all methods, on real networks. */
@Timeout(60)
class TrainingTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DIGITS = StrokeDigits.split(200, 100, 100, 1);
  private static final ModelSpec MODEL =
      ModelSpec.input(784)
          .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05))
          .dropout("rate")
          .gatedLinear(16)
          .relu()
          .gatedLinear(10)
          .crossEntropy();
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().batch(20).weights(Optimizer.sgd(0.05, 0.9));
  private static final UnitCube CUBE = new UnitCube(MODEL.space());

  @TempDir Path folder;

  private Training training(TrainOptions options, String name) {
    return new Training(
        MODEL, DIGITS, options, CPU, folder.resolve(name), CheckpointInterval.MINUTE);
  }

  private static Journal study(Search search, Training training, int epochs, int threads) {
    Study study = new Study(search, training, Budget.epochs(epochs), threads);
    study.run();
    return study.journal();
  }

  private List<String> files(String name) throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isTheLossOfThePlainNetworkTrainedAlone() throws Exception {
    Training training = training(OPTIONS, "plain");
    Journal journal = study(new RandomSearch(CUBE, 4, 1), training, 12, 1);
    assertThat(journal.finished()).hasSize(3);
    int index = 0;
    for (var entry : journal.finished().entrySet()) {
      ModelSpec plain = MODEL.fixedAt(java.util.Map.of("rate", entry.getKey().values().get(0)));
      TrainOptions same = OPTIONS.epochs(4).seed(OPTIONS.seed() + 1_000_003L * index++);
      try (Trainer trainer = new Trainer(plain, DIGITS, same, CPU)) {
        trainer.run();
        assertThat(entry.getValue().loss()).isEqualTo(trainer.bestValidation().loss());
      }
    }
    Training.Verdict verdict = training.verdict();
    assertThat(verdict.validation().loss()).isEqualTo(journal.lowest());
    assertThat(verdict.test().accuracy()).isGreaterThan(0.3);
    assertThat(files("plain")).containsExactly("best.stn");
  }

  @Test
  void aTrialThatGoesOnIsTheTrialTrainedInOnePiece() throws Exception {
    Trial whole = Trial.fresh(0, List.of(0.3), 6);
    Trial first = new Trial(0, List.of(0.3), 2, Trial.NONE, true);
    Trial second = new Trial(1, List.of(0.3), 6, 0, false);
    List<Double> losses = new ArrayList<>();
    Outcome alone = training(OPTIONS, "whole").evaluate(whole, watch(losses));
    List<Double> pieces = new ArrayList<>();
    Training training = training(OPTIONS, "pieces");
    training.evaluate(first, watch(pieces));
    training.ended(first, true);
    Outcome last = training.evaluate(second, watch(pieces));
    assertThat(pieces).isEqualTo(losses).hasSize(6);
    assertThat(last.loss()).isEqualTo(alone.loss());
    assertThat(last.epochs()).isEqualTo(6);
    assertThat(files("pieces"))
        .containsExactly("best.stn", "trial-0.stn", "trial-1.outcome.json", "trial-1.stn");
    training.ended(second, true);
    training.forget(0);
    assertThat(files("pieces")).containsExactly("best.stn");
  }

  @Test
  void aTrialGoesOnWithOtherValues() throws Exception {
    Training training = training(OPTIONS, "values");
    training.evaluate(new Trial(0, List.of(0.1), 3, Trial.NONE, true), watch(new ArrayList<>()));
    List<Double> same = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    training.evaluate(new Trial(1, List.of(0.1), 5, 0, false), watch(same));
    training.evaluate(new Trial(2, List.of(0.9), 5, 0, false), watch(other));
    assertThat(other).hasSize(2).isNotEqualTo(same);
    assertThat(other.get(0)).isCloseTo(same.get(0), within(1.0));
  }

  /** A process may end after a trial is done, and before its study has heard of it. */
  @Test
  void aTrialThatIsDoneIsNotTrainedAgain() throws Exception {
    Training training = training(OPTIONS, "again");
    Trial trial = Trial.fresh(0, List.of(0.3), 3);
    List<Double> losses = new ArrayList<>();
    Outcome outcome = training.evaluate(trial, watch(losses));
    List<Double> again = new ArrayList<>();
    List<Double> reported = new ArrayList<>();
    Objective.Watch second =
        new Attempt(again) {
          @Override
          public boolean resumed(List<Double> before) {
            return reported.addAll(before);
          }
        };
    assertThat(training.evaluate(trial, second)).isEqualTo(outcome);
    assertThat(again).isEmpty();
    assertThat(reported).isEqualTo(losses).hasSize(3);
    Trial other = Trial.fresh(0, List.of(0.4), 3);
    assertThat(training.evaluate(other, watch(again)).loss()).isNotEqualTo(outcome.loss());
    assertThat(again).as("another trial of this number").hasSize(3);
  }

  @Test
  void anAttemptThatWasGivenUpWritesNothing() throws Exception {
    Training training =
        new Training(
            MODEL, DIGITS, OPTIONS, CPU, folder.resolve("late"), CheckpointInterval.of("1e"));
    List<Double> losses = new ArrayList<>();
    Objective.Watch late =
        new Attempt(losses) {
          @Override
          public boolean current() {
            return losses.size() < 2;
          }
        };
    training.evaluate(Trial.fresh(0, List.of(0.3), 9), late);
    assertThat(losses).hasSize(2);
    assertThat(files("late")).containsExactly("trial-0.stn");
    List<Double> rest = new ArrayList<>();
    training.evaluate(Trial.fresh(0, List.of(0.3), 9), watch(rest));
    assertThat(rest).as("all but the epoch that was saved").hasSize(8);
  }

  @Test
  void theNetworkOfTheLowestLossIsKeptWhateverAttemptsThereWere() throws Exception {
    Training training = training(OPTIONS, "best");
    Journal whole = study(new RandomSearch(CUBE, 3, 4), training(OPTIONS, "whole"), 12, 1);
    Study first = new Study(new RandomSearch(CUBE, 3, 4), training, Budget.epochs(12), 1);
    Journal[] before = new Journal[1];
    first.listen(
        new StudyListener() {
          @Override
          public void begun(Trial trial) {
            if (trial.equals(whole.best())) {
              before[0] = first.journal(); // all that the next process will know
            }
          }

          @Override
          public void ended(Trial trial, Outcome outcome) {
            if (trial.equals(whole.best())) {
              throw new IllegalStateException("killed");
            }
          }
        });
    assertThatThrownBy(first::run).hasMessage("killed");
    Study second = new Study(new RandomSearch(CUBE, 3, 4), training, Budget.epochs(12), 1);
    second.resume(Journal.of(before[0].toJson()));
    second.run();
    assertThat(second.journal().epochs()).isEqualTo(whole.epochs());
    assertThat(training.verdict().validation().loss()).isEqualTo(whole.lowest());
    assertThat(files("best")).containsExactly("best.stn");
  }

  @Test
  void stopsEarlyUnlessItIsKept() throws Exception {
    TrainOptions impatient = OPTIONS.patience(1).weights(Optimizer.sgd(0.2, 0.9));
    List<Double> early = new ArrayList<>();
    List<Double> kept = new ArrayList<>();
    Training training = training(impatient, "patience");
    training.evaluate(Trial.fresh(0, List.of(0.0), 40), watch(early));
    training.evaluate(new Trial(1, List.of(0.0), 40, Trial.NONE, true), watch(kept));
    assertThat(early.size()).isLessThan(40);
    assertThat(kept).hasSize(40);
  }

  @Test
  void aNetworkThatDivergesIsAFailureAndTheStudyGoesOn() {
    Training training = training(OPTIONS.weights(Optimizer.sgd(1e30, 0.9)), "diverges");
    Journal journal = study(new RandomSearch(CUBE, 3, 1), training, 10, 1);
    assertThat(journal.failures()).isEqualTo(journal.finished().size()).isGreaterThan(3);
    assertThat(journal.finished().values().iterator().next().failure())
        .startsWith("diverged at step ")
        .contains("lower the learning rate");
  }

  @Test
  void populationsAndBracketsRunInParallelOnRealNetworks() throws Exception {
    Journal pbt =
        study(new PopulationBasedTraining(CUBE, 4, 1, 10, 1), training(OPTIONS, "pbt"), 24, 2);
    assertThat(pbt.failures()).isZero();
    assertThat(files("pbt").size()).isBetween(2, 6);
    Journal hyperband = study(new Hyperband(CUBE, 9, 3, 1), training(OPTIONS, "hyperband"), 30, 2);
    assertThat(hyperband.failures()).isZero();
    assertThat(pbt.lowest()).isLessThan(2);
  }

  @Test
  void aSelfTuningRunThatWasStoppedGoesOnBitForBit() {
    TrainOptions options = OPTIONS.warmupEpochs(1);
    Journal whole = study(new SelfTuning(6), training(options, "stn"), 6, 1);
    Training training = training(options, "stopped");
    Study first = new Study(new SelfTuning(6), training, Budget.epochs(6), 1);
    first.listen(
        new StudyListener() {
          private int epochs;

          @Override
          public void epoch(Trial trial, double loss) {
            if (++epochs == 3) {
              first.stop();
            }
          }
        });
    assertThat(first.run()).isEqualTo(Study.End.STOPPED);
    Study second = new Study(new SelfTuning(6), training, Budget.epochs(6), 1);
    second.resume(Journal.of(first.journal().toJson()));
    assertThat(second.run()).isEqualTo(Study.End.SPENT);
    assertThat(second.journal().curve().stream().map(Journal.Point::loss).toList())
        .isEqualTo(whole.curve().stream().map(Journal.Point::loss).toList());
    assertThat(second.journal().lowest()).isEqualTo(whole.lowest());
  }

  private static Objective.Watch watch(List<Double> losses) {
    return new Attempt(losses);
  }

  /** Notes the losses, and lets the trial continue. */
  private static class Attempt implements Objective.Watch {
    private final List<Double> losses;

    Attempt(List<Double> losses) {
      this.losses = losses;
    }

    @Override
    public boolean epoch(int number, double loss) {
      return losses.add(loss);
    }

    @Override
    public void whenStopped(Runnable stop) {}
  }
}

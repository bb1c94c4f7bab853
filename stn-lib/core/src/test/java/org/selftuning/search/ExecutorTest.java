package org.selftuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Dataset;
import org.selftuning.data.GrammarText;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.Json;
import org.selftuning.record.Schedule;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Shape;
import org.selftuning.train.Fingerprint;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;

/** Trials give the same results wherever they are tried, and whatever happens to a process. */
@Timeout(120)
final class ExecutorTest {
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
      TrainOptions.defaults().batch(20).weights(Optimizer.sgd(0.05, 0.9)).warmupEpochs(1);
  private static final UnitCube CUBE = new UnitCube(MODEL.space());
  private static final Map<String, Supplier<Search>> SEARCHES =
      Map.of(
          "stn", () -> new SelfTuning(12),
          "random", () -> new RandomSearch(CUBE, 4, 1),
          "bayesian", () -> new BayesianOptimization(CUBE, 2, 1),
          "hyperband", () -> new Hyperband(CUBE, 4, 2, 1),
          "asha", () -> new Asha(CUBE, 1, 4, 2, 1),
          "pbt", () -> new PopulationBasedTraining(CUBE, 2, 2, 6, 1));

  @TempDir Path folder;

  private Training training(String name) {
    Path place = folder.resolve(name);
    return new Training(MODEL, DIGITS, OPTIONS, CPU, place, CheckpointInterval.of("1e"));
  }

  private static Journal study(Search search, Training training) {
    Study study = new Study(search, training, Budget.epochs(12), 1);
    study.run();
    return study.journal();
  }

  private void same(Training one, Journal ofOne, Training other, Journal ofOther) throws Exception {
    assertThat(outcomes(ofOther)).isEqualTo(outcomes(ofOne));
    assertThat(ofOther.epochs()).isEqualTo(ofOne.epochs());
    try (Trainer first = Trainer.load(one.bestNetwork(), DIGITS, CPU);
        Trainer second = Trainer.load(other.bestNetwork(), DIGITS, CPU)) {
      Map<String, float[]> weights = first.bestWeights();
      second.bestWeights().forEach((k, v) -> assertThat(v).as(k).isEqualTo(weights.get(k)));
    }
  }

  /** Everything but the seconds. */
  private static List<String> outcomes(Journal journal) {
    return journal.events().stream()
        .map(
            event ->
                event.trial()
                    + (event.outcome() == null
                        ? ""
                        : " " + event.outcome().toString().replaceFirst("seconds=[^,]*", "")))
        .toList();
  }

  @Test
  void processesGiveTheResultsOfThreads() throws Exception {
    try (ProcessExecutor processes = new ProcessExecutor(1)) {
      for (Map.Entry<String, Supplier<Search>> search : SEARCHES.entrySet()) {
        Training inside = training(search.getKey());
        Training outside = training(search.getKey() + "-outside");
        outside.on(processes, search.getKey(), "200");
        Journal expected = study(search.getValue().get(), inside);
        same(inside, expected, outside, study(search.getValue().get(), outside));
      }
    }
  }

  @Test
  void aTrialWhoseProcessIsKilledContinuesInAnother() throws Exception {
    Training whole = training("whole");
    Journal expected = study(SEARCHES.get("random").get(), whole);
    Training killed = training("killed");
    AtomicInteger kills = new AtomicInteger();
    try (ProcessExecutor processes = new ProcessExecutor(1)) {
      killed.on(processes, "random", "200");
      Study study = new Study(SEARCHES.get("random").get(), killed, Budget.epochs(12), 1);
      study.listen(
          new StudyListener() {
            private int epochs;

            @Override
            public void epoch(Trial trial, double loss) {
              if (++epochs % 5 == 0) {
                ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
                kills.incrementAndGet();
              }
            }
          });
      study.run();
      same(whole, expected, killed, study.journal());
    }
    assertThat(kills.get()).isGreaterThan(1);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aTrialThatKillsEveryProcessIsLost() throws Exception {
    try (ProcessExecutor processes = new ProcessExecutor(1)) {
      Training training = training("crash");
      training.on(processes, "crash", "crash");
      Study study = new Study(SEARCHES.get("random").get(), training, Budget.epochs(2), 1);
      study.run();
      assertThat(study.journal().finished().values())
          .hasSize(2)
          .allSatisfy(
              outcome -> {
                assertThat(outcome.end()).isEqualTo(Outcome.End.LOST);
                assertThat(outcome.failure())
                    .isEqualTo(
                        "its process ended 3 times, the last time with status 7 (crashed on"
                            + " purpose)");
              });
    }
  }

  @Test
  void aStudyThatIsStoppedStopsItsProcesses() throws Exception {
    Training training = training("stopped");
    try (ProcessExecutor processes = new ProcessExecutor(1)) {
      training.on(processes, "stn", "200");
      Study study = new Study(new SelfTuning(100_000), training, Budget.epochs(100_000), 1);
      study.listen(
          new StudyListener() {
            @Override
            public void epoch(Trial trial, double loss) {
              study.stop();
            }
          });
      assertThat(study.run()).isEqualTo(Study.End.STOPPED);
      assertThat(folder.resolve("stopped/trial-0.stn")).isNotEmptyFile();
    }
  }

  @Test
  void aJobIsTheSameAfterItsWayThroughText() {
    Setup setup =
        new Setup(
            "random-1",
            MODEL,
            "200",
            Fingerprint.of(DIGITS),
            OPTIONS.milestones(List.of(3, 7)).clipNorm(0.1),
            CPU.withThreads(1),
            CheckpointInterval.MINUTE,
            Double.POSITIVE_INFINITY);
    Path place = folder.toAbsolutePath();
    same(new TrialJob(setup, place, new Trial(7, List.of(0.1 + 0.2), 5, 3, true)));
    Schedule schedule = Schedule.constant(MODEL.hyperparameters().get(0), 0.1 + 0.2);
    same(new RunJob(setup, "a run", Optional.of(schedule), place.resolve("run")));
    same(new RunJob(setup, "a run", Optional.empty(), place.resolve("run")));
  }

  private static void same(Job job) {
    Job read = Job.of(Json.parse(job.toJson().toString()));
    assertThat(read.setup().device().threads()).isEqualTo(1);
    assertThat(read).usingRecursiveComparison().ignoringFields("setup.device").isEqualTo(job);
  }

  @Test
  void aTrialThatHangsIsEndedAndNoted() throws Exception {
    try (ProcessExecutor processes = new ProcessExecutor(1)) {
      for (TrialExecutor executor :
          List.of(new ThreadExecutor(1, DataWords.installed()), processes)) {
        Training training = training(executor.getClass().getSimpleName());
        training.on(executor, "random", "hang");
        training.limit(0.5);
        Study study = new Study(SEARCHES.get("random").get(), training, Budget.epochs(2), 1);
        assertThat(study.run()).isEqualTo(Study.End.SPENT);
        assertThat(study.journal().finished().values())
            .hasSize(2)
            .allSatisfy(
                outcome -> {
                  assertThat(outcome.end()).isEqualTo(Outcome.End.LOST);
                  assertThat(outcome.failure())
                      .isEqualTo(
                          "it had not ended after 0.5 s; --trial-timeout sets how long a trial may"
                              + " take");
                });
      }
    }
  }

  @Test
  void aTrialWithoutMemorySaysWhatToSet() throws Exception {
    try (ProcessExecutor processes = new ProcessExecutor(1)) {
      Training training = training("memory");
      training.on(processes, "random", "memory");
      Journal journal = study(SEARCHES.get("random").get(), training);
      assertThat(journal.finished().values())
          .allSatisfy(
              outcome ->
                  assertThat(outcome.failure())
                      .startsWith("out of memory (")
                      .endsWith(
                          "); give it more with STN_HEAP=8g, a smaller --batch, or fewer trials at"
                              + " once"));
    }
  }

  @Test
  void dataThatWereMadeHereAreShipped() throws Exception {
    Split tables =
        new Split(
            values("a", new float[] {1, 2, 3, 4}, new float[] {5, 6}),
            values("b", new float[] {7, Float.NaN}, new float[] {8}),
            values("c", new float[] {9, 10}, new float[] {11}));
    for (Source source : List.of(DIGITS, tables, GrammarText.generate(300, 100, 100, 3))) {
      String words = ShippedData.write(source, folder);
      Source read = ShippedData.read(words);
      assertThat(Fingerprint.of(read)).isEqualTo(Fingerprint.of(source));
      assertThat(read.preparation().toJson()).isEqualTo(source.preparation().toJson());
      assertThat(ShippedData.write(read, folder)).isEqualTo(words);
    }
    try (ProcessExecutor processes = new ProcessExecutor(1)) {
      Training inside = training("inside");
      Training outside = training("outside");
      outside.on(processes, "random", ShippedData.write(DIGITS, folder));
      Journal expected = study(SEARCHES.get("random").get(), inside);
      same(inside, expected, outside, study(SEARCHES.get("random").get(), outside));
    }
    assertThatThrownBy(() -> ShippedData.read("shipped:" + folder.resolve("none")))
        .hasMessageContaining("is not on this machine");
  }

  private static Dataset values(String name, float[] x, float[] y) {
    return Dataset.values(name, Shape.of(2), x, y, 1);
  }

  /** A study whose cluster ends notes no failure, and continues elsewhere. */
  @Test
  void withoutItsExecutorAStudyBreaksOff() throws Exception {
    Training training = training("gone");
    TrialExecutor gone =
        new TrialExecutor() {
          @Override
          public int slots() {
            return 1;
          }

          @Override
          public Outcome run(Job job, Objective.Watch watch) {
            throw new Gone("the cluster has ended", null);
          }

          @Override
          public void close() {}
        };
    training.on(gone, "random", "200");
    Study study = new Study(SEARCHES.get("random").get(), training, Budget.epochs(12), 1);
    assertThatThrownBy(study::run).hasMessage("the cluster has ended");
    assertThat(study.journal().finished()).isEmpty();
    Training whole = training("whole");
    Journal expected = study(SEARCHES.get("random").get(), whole);
    Training after = training("gone");
    Study rest = new Study(SEARCHES.get("random").get(), after, Budget.epochs(12), 1);
    rest.resume(study.journal());
    rest.run();
    same(whole, expected, after, rest.journal());
  }

  @Test
  void otherDataUnderTheSameWordsAreRefused() {
    Training training = training("other");
    training.on(new ThreadExecutor(1, words -> StrokeDigits.split(200, 100, 100, 2)), "s", "200");
    assertThatThrownBy(() -> training.evaluate(Trial.fresh(0, List.of(0.1), 1), null))
        .hasMessageStartingWith("'200' is other data here: ");
  }
}

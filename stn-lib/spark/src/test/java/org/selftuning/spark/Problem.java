package org.selftuning.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.search.Asha;
import org.selftuning.search.BayesianOptimization;
import org.selftuning.search.Budget;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.Hyperband;
import org.selftuning.search.Journal;
import org.selftuning.search.PopulationBasedTraining;
import org.selftuning.search.RandomSearch;
import org.selftuning.search.Search;
import org.selftuning.search.SelfTuning;
import org.selftuning.search.Study;
import org.selftuning.search.Training;
import org.selftuning.search.TrialExecutor;
import org.selftuning.search.UnitCube;
import org.selftuning.tensor.Device;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;

/** A small problem, and the searches that are tried on it wherever trials run. */
final class Problem {
  static final Device CPU = Device.named("cpu");
  static final Split DIGITS = StrokeDigits.split(200, 100, 100, 1);
  static final String WORDS = "200";
  static final ModelSpec MODEL =
      ModelSpec.input(784)
          .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05))
          .dropout("rate")
          .gatedLinear(16)
          .relu()
          .gatedLinear(10)
          .crossEntropy();
  static final TrainOptions OPTIONS =
      TrainOptions.defaults().batch(20).weights(Optimizer.sgd(0.05, 0.9)).warmupEpochs(1);
  static final UnitCube CUBE = new UnitCube(MODEL.space());
  private static final int EPOCHS = 16;

  private Problem() {}

  /** Every method, with one trial at a time a function of its seed. */
  static Map<String, Supplier<Search>> searches() {
    Map<String, Supplier<Search>> all = new LinkedHashMap<>();
    all.put("stn", () -> new SelfTuning(12));
    all.put("random", () -> new RandomSearch(CUBE, 4, 1));
    all.put("bayesian", () -> new BayesianOptimization(CUBE, 2, 1));
    all.put("hyperband", () -> new Hyperband(CUBE, 4, 2, 1));
    all.put("asha", () -> new Asha(CUBE, 1, 4, 2, 1));
    all.put("pbt", () -> new PopulationBasedTraining(CUBE, 2, 2, 6, 1));
    return all;
  }

  /** An executor on a master, with the class path of this process. */
  static SparkExecutor executor(String master, Map<String, String> more) throws Exception {
    Map<String, String> conf = new LinkedHashMap<>();
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.driver.host", "127.0.0.1");
    conf.put("spark.driver.bindAddress", "127.0.0.1");
    conf.put("spark.executor.memory", "600m");
    conf.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    conf.putAll(more);
    return new SparkExecutor(
        master, new ExecutorSettings(MODEL, OPTIONS, CPU, conf, Optional.empty()));
  }

  /** A training in a folder; saved after every epoch. */
  static Training training(Path folder, TrialExecutor executor) {
    Training training =
        new Training(MODEL, DIGITS, OPTIONS, CPU, folder, CheckpointInterval.of("1e"));
    if (executor != null) {
      training.on(executor, folder.getFileName().toString(), WORDS);
    }
    return training;
  }

  static Study study(String search, Training training) {
    return new Study(searches().get(search).get(), training, Budget.epochs(EPOCHS), 1);
  }

  /** Searches in threads of this process, and keeps everything in a folder. */
  static Journal reference(String search, Path folder) {
    Study study = study(search, training(folder, null));
    study.run();
    return study.journal();
  }

  /** Checks that two studies did the same, but for the seconds, and have the same best network. */
  static void same(Path one, Journal ofOne, Path other, Journal ofOther) throws Exception {
    assertThat(outcomes(ofOther)).isEqualTo(outcomes(ofOne));
    assertThat(ofOther.epochs()).isEqualTo(ofOne.epochs());
    assertThat(ofOther.curve().stream().map(Journal.Point::loss).toList())
        .isEqualTo(ofOne.curve().stream().map(Journal.Point::loss).toList());
    sameNetwork(one.resolve("best.stn"), other.resolve("best.stn"));
  }

  /** Checks that two files hold networks of the same weights, bit for bit. */
  static void sameNetwork(Path one, Path other) throws Exception {
    try (Trainer first = Trainer.load(one, DIGITS, CPU);
        Trainer second = Trainer.load(other, DIGITS, CPU)) {
      Map<String, float[]> weights = first.bestWeights();
      assertThat(weights).isNotEmpty();
      second.bestWeights().forEach((k, v) -> assertThat(v).as(k).isEqualTo(weights.get(k)));
    }
  }

  /** Everything but the seconds. */
  static List<String> outcomes(Journal journal) {
    return journal.events().stream()
        .map(
            event ->
                event.trial()
                    + (event.outcome() == null
                        ? ""
                        : " " + event.outcome().toString().replaceFirst("seconds=[^,]*", "")))
        .toList();
  }
}

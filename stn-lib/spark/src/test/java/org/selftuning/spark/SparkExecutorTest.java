package org.selftuning.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.search.Budget;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.Journal;
import org.selftuning.search.Outcome;
import org.selftuning.search.SelfTuning;
import org.selftuning.search.Study;
import org.selftuning.search.StudyListener;
import org.selftuning.search.Training;
import org.selftuning.search.Trial;
import org.selftuning.search.TrialExecutor;

/** Trials on Spark give the results of threads, in this process and in others. */
@Timeout(300)
final class SparkExecutorTest {
  @TempDir Path folder;

  private void sameAsThreads(TrialExecutor spark, String search) throws Exception {
    Path here = folder.resolve(search);
    Path there = folder.resolve(search + "-spark");
    Journal expected = Problem.reference(search, here);
    Study study = Problem.study(search, Problem.training(there, spark));
    study.run();
    Problem.same(here, expected, there, study.journal());
  }

  @Test
  void localThreadsGiveTheSame() throws Exception {
    try (TrialExecutor spark = Problem.executor("local[2]", Map.of())) {
      assertThat(spark.slots()).isEqualTo(2);
      for (String search : Problem.searches().keySet()) {
        sameAsThreads(spark, search);
      }
      Experiments.run(folder.resolve("threads"), null)
          .same(Experiments.run(folder.resolve("spark"), spark));
      hangs(spark);
    }
  }

  private void hangs(TrialExecutor spark) {
    Training training = Problem.training(folder.resolve("hang"), null);
    training.on(spark, "hang", "hang");
    training.limit(1);
    Study study = new Study(new SelfTuning(4), training, Budget.epochs(1), 1);
    study.run();
    Outcome outcome = study.journal().finished().values().iterator().next();
    assertThat(outcome.end()).isEqualTo(Outcome.End.LOST);
    assertThat(outcome.failure()).startsWith("it had not ended after 1 s");
  }

  @Test
  void executorsOfTheirOwnGiveTheSameAndSaveWhatIsStopped() throws Exception {
    assumeTrue(SparkHome.ready(), "the build sets SPARK_HOME; run this test by Maven");
    try (TrialExecutor spark =
        Problem.executor("local-cluster[2,1,800]", Map.of("spark.executor.memory", "800m"))) {
      sameAsThreads(spark, "hyperband");
      Training training = Problem.training(folder.resolve("stopped"), spark);
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
      assertThat(study.journal().epochs()).isPositive();
      memory(spark);
    }
  }

  private void memory(TrialExecutor spark) {
    Training training = Problem.training(folder.resolve("memory"), null);
    training.on(spark, "memory", "memory");
    Study study = new Study(new SelfTuning(4), training, Budget.epochs(1), 1);
    study.run();
    assertThat(study.journal().finished().values().iterator().next().failure())
        .contains("out of memory", "--conf spark.executor.memory=4g");
  }

  @Test
  void isFoundByItsName() {
    ClassLoader loader = SparkExecutor.class.getClassLoader();
    assertThat(TrialExecutor.offered("spark://host:7077", loader)).isTrue();
    assertThat(TrialExecutor.offered("local[4]", loader)).isTrue();
    assertThat(TrialExecutor.offered("processes:2", loader)).isFalse();
  }

  @Test
  void aMasterThatIsNotThereIsOneLine() {
    ExecutorSettings settings = new ExecutorSettings(Problem.MODEL, Problem.OPTIONS, Problem.CPU);
    assertThatThrownBy(
            () ->
                new SparkExecutor(
                    "spark://nowhere", settings.conf(Map.of("spark.ui.enabled", "false"))))
        .hasMessageStartingWith("Spark at spark://nowhere cannot be used: ")
        .hasMessageNotContaining("\n");
  }
}

package org.selftuning.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.selftuning.compare.Comparison;
import org.selftuning.compare.ComparisonOptions;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.ComparisonRun;
import org.selftuning.compare.Sweep;
import org.selftuning.compare.SweepPoint;
import org.selftuning.compare.SweepResult;
import org.selftuning.compare.SweepRun;
import org.selftuning.compare.TuningMethod;
import org.selftuning.data.Split;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.search.Budget;
import org.selftuning.search.TrialExecutor;
import org.selftuning.study.ScheduleStudy;
import org.selftuning.study.StudyResult;
import org.selftuning.study.StudyRun;
import org.selftuning.study.StudySettings;
import org.selftuning.study.StudyWatcher;

/**
 * Everything that is tried beyond one machine, in one place: a comparison of all methods, a sweep
 * of two batch sizes with two seeds, and a study of a schedule.
 */
record Experiments(Path folder, ComparisonResult comparison, SweepResult sweep, StudyResult study) {

  /**
   * Does them all.
   *
   * @param folder keeps the results
   * @param executor tries the trials; null for threads of this process
   */
  static Experiments run(Path folder, TrialExecutor executor) throws Exception {
    Comparison comparison =
        comparison(Problem.DIGITS, List.of(TuningMethod.values()), folder.resolve("comparison"));
    List<SweepPoint> points =
        Stream.of(20, 40)
            .map(
                batch ->
                    new SweepPoint(
                        Map.of("batch", batch.toString()),
                        Problem.MODEL,
                        Problem.DIGITS,
                        Problem.OPTIONS.batch(batch).epochs(3)))
            .toList();
    Path ofSweep = folder.resolve("sweep");
    Sweep sweep = new Sweep(points, List.of(1L, 2L), Problem.CPU, 1, Optional.of(ofSweep));
    ScheduleStudy study =
        new ScheduleStudy(
            Problem.MODEL,
            Problem.DIGITS,
            Problem.OPTIONS.epochs(3),
            Problem.CPU,
            new StudySettings(List.of(0.1, 0.8), 0.05, 0.1, 6, List.of(0.5)));
    if (executor != null) {
      comparison.on(executor, Problem.WORDS);
      sweep.on(executor, data -> Problem.WORDS);
      study.on(executor, Problem.WORDS);
    }
    return new Experiments(
        folder,
        comparison.run(),
        sweep.run(),
        study.run(folder.resolve("study"), new StudyWatcher() {}));
  }

  /** A comparison; its trials one at a time, its methods side by side. */
  static Comparison comparison(Split data, List<TuningMethod> methods, Path folder) {
    Comparison comparison =
        new Comparison(
            Problem.MODEL,
            data,
            Problem.OPTIONS.epochs(9),
            Problem.CPU,
            ComparisonOptions.of(Budget.epochs(24)).methods(methods),
            Optional.of(folder));
    comparison.checkpointEvery(CheckpointInterval.of("1e"));
    return comparison;
  }

  /** Checks that another place gave the same, but for the seconds, and the same networks. */
  void same(Experiments other) throws Exception {
    for (int i = 0; i < comparison.runs().size(); i++) {
      ComparisonRun one = comparison.runs().get(i);
      ComparisonRun two = other.comparison.runs().get(i);
      String files = "comparison/" + one.method().word() + "-" + one.seed();
      assertThat(one.ended() && two.ended()).as(files).isTrue();
      assertThat(two.test()).as(files).isEqualTo(one.test());
      Problem.same(
          folder.resolve(files), one.journal(), other.folder.resolve(files), two.journal());
    }
    assertThat(sweep.runs()).allMatch(SweepRun::succeeded);
    for (int i = 0; i < sweep.runs().size(); i++) {
      SweepRun one = sweep.runs().get(i);
      SweepRun two = other.sweep.runs().get(i);
      assertThat(two.validation()).isEqualTo(one.validation());
      assertThat(two.result().test()).isEqualTo(one.result().test());
    }
    List<Path> networks = networks(folder);
    assertThat(networks).hasSameSizeAs(sweep.runs());
    for (Path network : networks) {
      Problem.sameNetwork(network, other.folder.resolve(folder.relativize(network)));
    }
    assertThat(study.complete() && other.study.complete()).isTrue();
    assertThat(facts(other.study)).isEqualTo(facts(study));
  }

  private static List<Path> networks(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("sweep").resolve("runs"))) {
      return files.filter(file -> file.toString().endsWith(".stn")).toList();
    }
  }

  /** Everything but the seconds. */
  private static List<List<Object>> facts(StudyResult study) {
    return Stream.of(study.rows(), study.grid(), study.starts())
        .flatMap(List::stream)
        .map(Experiments::facts)
        .toList();
  }

  private static List<Object> facts(StudyRun run) {
    return List.of(
        run.name(),
        run.schedule().toJson(),
        run.result().bestValidation(),
        run.result().test(),
        run.result().bestEpoch());
  }
}

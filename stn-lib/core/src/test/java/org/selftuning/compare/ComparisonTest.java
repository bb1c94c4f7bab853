package org.selftuning.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.Budget;
import org.selftuning.search.Journal;
import org.selftuning.search.Outcome;
import org.selftuning.search.StudyListener;
import org.selftuning.search.Trial;
import org.selftuning.tensor.Device;
import org.selftuning.train.TrainOptions;
import tech.tablesaw.api.Table;

@Timeout(60)
class ComparisonTest {
  private static final Split DIGITS = StrokeDigits.split(200, 100, 100, 1);
  private static final ModelSpec MODEL =
      ModelSpec.input(784)
          .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05))
          .dropout("rate")
          .gatedLinear(16)
          .relu()
          .gatedLinear(10)
          .crossEntropy();

  @TempDir Path folder;

  private static Comparison comparison(ComparisonOptions wanted, Path folder) {
    return new Comparison(
        MODEL,
        DIGITS,
        TrainOptions.defaults().batch(20).epochs(6).warmupEpochs(1).patience(3),
        Device.named("cpu"),
        wanted,
        Optional.ofNullable(folder));
  }

  @Test
  void allMethodsSpendTheSameAndAreTested() throws Exception {
    ComparisonResult result = comparison(ComparisonOptions.of(Budget.epochs(20)), null).run();
    assertThat(result.ended()).isTrue();
    assertThat(result.runs()).hasSize(TuningMethod.values().length);
    for (ComparisonRun run : result.runs()) {
      assertThat(run.journal().epochs()).as(run.method().title()).isEqualTo(20);
      assertThat(run.validation().loss()).isEqualTo(run.lowest());
      assertThat(run.test().accuracy()).isBetween(0.05, 1.0);
    }
    Table table = result.table();
    assertThat(table.stringColumn("method").asList())
        .isEqualTo(result.byMethod().keySet().stream().map(TuningMethod::title).toList());
    assertThat(table.intColumn("best in").sum()).isEqualTo(1);
    assertThat(result.runsTable().stringColumn("end").unique().asList())
        .containsExactly("budget spent");
    assertThat(result.markdown().lines()).hasSize(2 + TuningMethod.values().length);
    assertThat(result.markdown()).contains("| STN | ", "**");
  }

  @Test
  void goesOnFromItsFolderAndTakesMoreMethods() throws Exception {
    ComparisonOptions wanted =
        ComparisonOptions.of(Budget.epochs(20))
            .methods(List.of(TuningMethod.RANDOM, TuningMethod.PBT));
    ComparisonResult whole = comparison(wanted, folder.resolve("whole")).run();
    Path place = folder.resolve("stopped");
    int stops = 0;
    ComparisonResult result;
    do {
      Comparison comparison = comparison(wanted, place);
      comparison.listen(
          new StudyListener() {
            @Override
            public void ended(Trial trial, Outcome outcome) {
              if (trial.id() % 2 == 1) {
                comparison.stop();
              }
            }
          });
      result = comparison.run();
      stops++;
    } while (!result.ended());
    assertThat(stops).isGreaterThan(2);
    assertThat(losses(result)).isEqualTo(losses(whole));
    assertThat(result.runs().get(1).test()).isEqualTo(whole.runs().get(1).test());

    long written = Files.getLastModifiedTime(place.resolve("random-1/study.json")).toMillis();
    ComparisonResult more =
        comparison(wanted.methods(List.of(TuningMethod.RANDOM, TuningMethod.GRID)), place).run();
    assertThat(more.ended()).isTrue();
    assertThat(Files.getLastModifiedTime(place.resolve("random-1/study.json")).toMillis())
        .isEqualTo(written);
    ComparisonOptions longer =
        ComparisonOptions.of(Budget.epochs(30)).methods(List.of(TuningMethod.RANDOM));
    assertThatThrownBy(() -> comparison(longer, place).run())
        .hasMessageContaining("holds a comparison with another budget")
        .hasMessageNotContaining("\n");
  }

  private static List<List<Double>> losses(ComparisonResult result) {
    return result.runs().stream()
        .map(a -> a.journal().curve().stream().map(Journal.Point::loss).toList())
        .toList();
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThatThrownBy(() -> TuningMethod.of("randm"))
        .hasMessageContaining("there is no method 'randm'")
        .hasMessageContaining("random");
    assertThatThrownBy(() -> new Budget(Budget.ANY, Double.POSITIVE_INFINITY))
        .hasMessage("a budget needs an end: give it epochs or seconds");
    ModelSpec plain = MODEL.fixedAt(java.util.Map.of("rate", 0.5));
    assertThatThrownBy(
            () ->
                new Comparison(
                    plain,
                    DIGITS,
                    TrainOptions.defaults(),
                    Device.named("cpu"),
                    ComparisonOptions.of(Budget.epochs(1)),
                    Optional.empty()))
        .hasMessage("there is nothing to search: the model has no hyperparameters");
  }
}

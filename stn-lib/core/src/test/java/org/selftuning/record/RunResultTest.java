package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selftuning.train.Method;
import org.selftuning.train.Score;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.Table;

class RunResultTest {
  private final MadeUpRun run = new MadeUpRun(30, 20, MadeUpRun.dropouts());

  @Test
  void saysWhatCameOfARun() {
    History history = run.history();
    history.test(8, new Score(0.31234, 0.91234));
    RunResult result = RunResult.of(history);
    assertThat(result.cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
    assertThat(result.epochs()).isEqualTo(30);
    assertThat(result.bestEpoch()).isEqualTo(8);
    assertThat(result.bestValidation()).isEqualTo(run.epoch(8).validation());
    assertThat(result.test().accuracy()).isEqualTo(0.91234);
    assertThat(result.bestValues().get("dropout 1")).isEqualTo(run.epoch(8).values()[1]);
    assertThat(result.finalValues().get("dropout 1")).isEqualTo(run.step(600).values()[1]);
    assertThat(result.seconds()).isEqualTo(2.4);
    Table table = result.table();
    assertThat(table.columnCount()).isEqualTo(2);
    assertThat(table.stringColumn("value").asList()).contains("0.912", "0.312", "2.40", "8");
    assertThat(table.stringColumn("value").asList())
        .contains(
            ThreeDigits.of(run.epoch(8).values()[1])
                + " at best, "
                + ThreeDigits.of(run.step(600).values()[1])
                + " at the end");
  }

  @Test
  void discreteValuesAreWholeNumbers() {
    Table table = RunResult.of(new MadeUpRun(8, 20, MadeUpRun.many()).history()).table();
    int row = table.stringColumn("result").asList().indexOf("cutout holes");
    assertThat(table.stringColumn("value").get(row)).matches("\\d at best, \\d at the end");
  }

  @Test
  void aRunThatHasHardlyBegunHasAResultToo() {
    RunResult result = RunResult.of(run.historyUpTo(3));
    assertThat(result.cause()).isNull();
    assertThat(result.bestEpoch()).isZero();
    assertThat(result.bestValidation().loss()).isNaN();
    assertThat(result.table().stringColumn("value").asList()).contains("still running", "–");
    assertThat(RunResult.of(new History()).finalValues()).isEmpty();
  }

  @Test
  void severalRunsMakeOneTable() {
    Map<String, RunResult> runs = new LinkedHashMap<>();
    runs.put("STN", RunResult.of(run.history()));
    runs.put("fixed", RunResult.of(new MadeUpRun(5, 20, MadeUpRun.dropouts()).history()));
    Table table = RunResult.table(runs);
    assertThat(table.rowCount()).isEqualTo(2);
    assertThat(table.stringColumn("run").asList()).containsExactly("STN", "fixed");
    double loss = table.doubleColumn("validation loss").get(0);
    assertThat(ThreeDigits.of(loss)).isEqualTo(Double.toString(loss));
  }

  @Test
  void whatATextIsWorthIsItsPerplexity() {
    History history = new MadeUpRun(5, 20, MadeUpRun.dropouts()).onText().history();
    history.test(5, new Score(Math.log(81.5), 0.3));
    RunResult result = RunResult.of(History.of(history.toJson()));
    Table table = result.table();
    int row = table.stringColumn("result").asList().indexOf("test perplexity");
    assertThat(table.stringColumn("value").get(row)).isEqualTo("81.5");
    Table runs = RunResult.table(Map.of("STN", result));
    assertThat(runs.doubleColumn("test perplexity").get(0)).isEqualTo(81.5);
    assertThat(runs.doubleColumn("validation perplexity").get(0))
        .isEqualTo(ThreeDigits.round(Math.exp(result.bestValidation().loss())));
    assertThat(RunResult.of(run.history()).table().stringColumn("result").asList())
        .doesNotContain("test perplexity");
  }

  @Test
  void whatTrainedItIsTold() {
    History history = new MadeUpRun(5, 20, MadeUpRun.dropouts()).by(Method.DELTA_STN).history();
    RunResult result = RunResult.of(History.of(history.toJson()));
    assertThat(result.method()).isEqualTo(Method.DELTA_STN);
    Table table = result.table();
    int row = table.stringColumn("result").asList().indexOf("method");
    assertThat(table.stringColumn("value").get(row)).isEqualTo("delta-stn");
    Map<String, RunResult> runs = new LinkedHashMap<>();
    runs.put("one", RunResult.of(run.history()));
    assertThat(RunResult.table(runs).columnNames()).doesNotContain("method");
    runs.put("other", result);
    assertThat(RunResult.table(runs).stringColumn("method").asList())
        .containsExactly("stn", "delta-stn");
  }

  @Test
  void threeDigitsAreThreeDigits() {
    assertThat(ThreeDigits.of(0.0412345)).isEqualTo("0.0412");
    assertThat(ThreeDigits.of(0.99996)).isEqualTo("1.00");
    assertThat(ThreeDigits.of(12345)).isEqualTo("12300");
    assertThat(ThreeDigits.of(-2.5)).isEqualTo("-2.50");
    assertThat(ThreeDigits.of(1.234e-7)).isEqualTo("1.23e-07");
    assertThat(ThreeDigits.of(0)).isEqualTo("0");
    assertThat(ThreeDigits.of(Double.NaN)).isEqualTo("–");
    assertThat(ThreeDigits.of(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(ThreeDigits.round(0.0412345)).isEqualTo(0.0412);
  }
}

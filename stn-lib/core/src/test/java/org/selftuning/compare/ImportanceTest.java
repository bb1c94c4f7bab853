package org.selftuning.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.search.Budget;
import org.selftuning.search.Journal;
import org.selftuning.search.Outcome;
import org.selftuning.search.Study;
import org.selftuning.search.Trial;
import org.selftuning.train.Metric;
import org.selftuning.train.Score;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

final class ImportanceTest {
  private static Trials drawn(int n, DoubleBinaryOperator loss) {
    SplittableRandom random = new SplittableRandom(2);
    double[] a = random.doubles(n).toArray();
    double[] b = random.doubles(n).toArray();
    double[] losses =
        IntStream.range(0, n).mapToDouble(i -> loss.applyAsDouble(a[i], b[i])).toArray();
    return Trials.of(
        Table.create(
            DoubleColumn.create("a", a),
            DoubleColumn.create("b", b),
            DoubleColumn.create("loss", losses)),
        "loss");
  }

  private static Importance.Entry of(Importance importance, String name) {
    return importance.entries().stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Of ranks of a + b with a, b uniform each explains half: the closed form of the sum's variance.
   */
  @Test
  void sharesOfASumAreThoseOfItsVariance() {
    Importance sum = Importance.of(drawn(4000, (a, b) -> 3 * a + b), 1);
    assertThat(of(sum, "a").share()).isCloseTo(0.9, within(0.04));
    assertThat(of(sum, "b").share()).isCloseTo(0.1, within(0.04));
    assertThat(sum.entries().get(0).name()).isEqualTo("a");
  }

  @Test
  void anOptimumInTheMiddleCounts() {
    Importance bowl = Importance.of(drawn(60, (a, b) -> (a - 0.5) * (a - 0.5)), 1);
    assertThat(of(bowl, "a").share()).isGreaterThan(0.6);
    assertThat(of(bowl, "a").significant()).isTrue();
    assertThat(of(bowl, "b").significant()).isFalse();
  }

  /** What holds of 95 % of shuffled losses holds of about 95 % of losses by chance. */
  @Test
  void noiseIsSeldomSignificant() {
    int significant = 0;
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Importance chance = Importance.of(drawn(30, (a, b) -> random.nextDouble()), seed);
      significant += (int) chance.entries().stream().filter(Importance.Entry::significant).count();
    }
    assertThat(significant).isBetween(1, 20);
  }

  @Test
  void categoriesAndMissingCells() {
    String[] kinds = new String[24];
    Arrays.setAll(kinds, i -> i == 23 ? null : i % 2 == 0 ? "sgd" : "adam");
    double[] losses = IntStream.range(0, 24).mapToDouble(i -> i % 2 + 0.01 * i).toArray();
    Table table =
        Table.create(
            StringColumn.create("weights", kinds),
            DoubleColumn.create("same", new double[24]),
            DoubleColumn.create("loss", losses));
    Trials trials = Trials.of(table, "loss");
    assertThat(trials.size()).isEqualTo(23);
    assertThat(trials.dimensions()).extracting(Trials.Dimension::name).containsExactly("weights");
    assertThat(trials.dimensions().get(0).categories()).containsExactly("adam", "sgd");
    assertThat(trials.best()).isZero();
    assertThat(Importance.of(trials, 1).entries().get(0).share()).isGreaterThan(0.7);
    assertThat(trials.table().stringColumn("weights").get(0)).isEqualTo("sgd");
  }

  @Test
  void ofAComparisonOnlyTrialsThatCanBeCompared() {
    Outcome done = Outcome.completed(0.5, 0.5, 9, 1);
    Outcome better = Outcome.completed(0.4, 0.4, 9, 1);
    Outcome cut = new Outcome(0.1, 0.1, 3, 1, Outcome.End.CUT, "");
    List<Journal.Event> events =
        List.of(
            new Journal.Event(new Trial(0, List.of(0.1), 3, Trial.NONE, true), done),
            new Journal.Event(new Trial(1, List.of(0.1), 9, 0, false), done), // promoted
            new Journal.Event(new Trial(2, List.of(0.2), 9, 0, false), done), // moved
            new Journal.Event(new Trial(3, List.of(0.3), 9, Trial.NONE, false), cut),
            new Journal.Event(
                new Trial(4, List.of(0.4), 9, Trial.NONE, false), Outcome.failed("x")),
            new Journal.Event(new Trial(5, List.of(), 9, Trial.NONE, false), done), // tunes itself
            new Journal.Event(new Trial(6, List.of(0.6), 9, Trial.NONE, false), better));
    Score score = new Score(0.4, 0.9);
    ComparisonRun run =
        new ComparisonRun(
            TuningMethod.RANDOM,
            1,
            new Journal(events, List.of(), 9, 1),
            Study.End.SPENT,
            score,
            score);
    HyperparameterSpace space =
        new HyperparameterSpace(
            List.of(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.2)));
    Trials trials =
        Trials.of(new ComparisonResult(List.of(run), Budget.epochs(9), Metric.LOSS), space);
    assertThat(trials.dimensions().get(0).values()).containsExactly(0.1, 0.6);
    assertThat(trials.losses()).containsExactly(0.5, 0.4);
  }

  @Test
  void mistakesAreOneLine() {
    assertThatThrownBy(() -> Importance.of(drawn(9, (a, b) -> a), 1))
        .hasMessage("importance needs at least 10 completed trials; there are 9");
    assertThatThrownBy(() -> Trials.of(drawn(9, (a, b) -> a).table(), "los"))
        .hasMessage("the table has no column of numbers 'los'; it has [a, b, loss]");
    Table same = Table.create(DoubleColumn.create("loss", new double[] {1, 2}));
    assertThatThrownBy(() -> Trials.of(same, "loss"))
        .hasMessage("the trials differ in nothing; vary a hyperparameter or a setting");
  }
}

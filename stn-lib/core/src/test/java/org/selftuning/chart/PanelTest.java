package org.selftuning.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.ComparisonRun;
import org.selftuning.compare.SweepPoint;
import org.selftuning.compare.SweepResult;
import org.selftuning.compare.SweepRun;
import org.selftuning.compare.TuningMethod;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.record.History;
import org.selftuning.record.MadeUpRun;
import org.selftuning.record.RunSnapshot;
import org.selftuning.search.Budget;
import org.selftuning.search.Journal;
import org.selftuning.search.Study;
import org.selftuning.train.Metric;
import org.selftuning.train.Score;
import org.selftuning.train.TrainingOutcome;

/** The numbers behind the pictures. */
class PanelTest {
  private final MadeUpRun run = new MadeUpRun(60, 20, MadeUpRun.dropouts());

  @Test
  void lossTitlesSayWhatIsSeen() {
    assertThat(LossPanel.of(run.history().snapshot()).title())
        .isEqualTo("Validation loss bottoms at epoch 8");
    assertThat(LossPanel.of(run.historyUpTo(5).snapshot()).title()).isEqualTo("Training has begun");
    assertThat(LossPanel.of(run.historyUpTo(430).snapshot()).title())
        .matches("Validation loss 0\\.\\d+, lowest at epoch 8");
    MadeUpRun diverging = new MadeUpRun(14, 20, List.of()).ends(TrainingOutcome.Cause.DIVERGED);
    Panel diverged = LossPanel.of(diverging.history().snapshot());
    assertThat(diverged.title()).isEqualTo("Diverged in epoch 15, best at epoch 8");
    assertThat(diverged.moments())
        .extracting(Moment::name)
        .containsExactly("best epoch 8", "diverged");
  }

  @Test
  void lossesOfATextAreToldAsPerplexities() {
    MadeUpRun text = new MadeUpRun(60, 20, List.of()).losses(6.9, 4.6).onText();
    Panel panel = LossPanel.of(text.history().snapshot());
    assertThat(panel.title()).isEqualTo("Validation perplexity levels off, lowest at epoch 8");
    assertThat(panel.y().log()).isTrue();
    double best = Math.exp(text.epoch(8).validation().loss());
    Line validation = panel.lines().get(panel.lines().size() - 1);
    assertThat(validation.y()[7]).isEqualTo(best);
    Panel compared = ComparisonPanel.of(java.util.Map.of("STN", text.history().snapshot()));
    assertThat(compared.title())
        .isEqualTo("STN reaches the lowest validation perplexity, " + Reading.of(best));
    assertThat(compared.y().log()).isTrue();
  }

  @Test
  void hyperparameterTitlesNameTheOneThatMovedMost() {
    assertThat(Movement.title(run.history().snapshot()))
        .isEqualTo("input dropout rises most, 0.05 → 0.386");
    assertThat(Movement.title(run.historyUpTo(20).snapshot()))
        .isEqualTo("Hyperparameters rest during warm-up");
  }

  @Test
  void aLiveAxisGrowsInFewSteps() {
    Set<Axis> xs = new LinkedHashSet<>();
    Set<Axis> ys = new LinkedHashSet<>();
    History history = new History();
    history.started(run.plan());
    int updates = 0;
    for (int number = 1; number <= 1200; number++) {
      history.step(run.step(number));
      if (number % 20 == 0) {
        history.epoch(run.epoch(number / 20));
      }
      if (number % 10 == 0) {
        Panel panel = LossPanel.of(history.snapshot());
        xs.add(panel.x());
        ys.add(panel.y());
        updates++;
      }
    }
    assertThat(updates).isEqualTo(120);
    assertThat(xs).hasSizeLessThan(12);
    assertThat(ys).hasSizeLessThan(16);
    double end = 0;
    for (Axis x : xs) {
      assertThat(x.high()).isGreaterThan(end);
      end = x.high();
    }
    assertThat(end).isEqualTo(60);
  }

  @Test
  void pointsOfTheTrainingCurveNeverMove() {
    Line before = TrainingCurve.of(run.historyUpTo(433).snapshot(), 60);
    Line after = TrainingCurve.of(run.historyUpTo(600).snapshot(), 60);
    assertThat(before.x().length).isGreaterThan(30);
    assertThat(java.util.Arrays.copyOf(after.y(), before.y().length)).isEqualTo(before.y());
  }

  @Test
  void bandsAreSigmaAwayOnTheUnconstrainedAxis() {
    RunSnapshot snapshot = run.history().snapshot();
    Panel panel = HyperparameterFigure.valuesInOnePanel(snapshot);
    Band band = panel.bands().get(1);
    int last = band.x().length - 1;
    Range range = snapshot.hyperparameters().get(1).range();
    double z = range.inverse(snapshot.latestValues()[1]);
    double sigma = snapshot.latestSigma()[1];
    assertThat(band.x()[last]).isEqualTo(1200);
    assertThat(band.high()[last]).isCloseTo(range.value(z + sigma), within(1e-12));
    assertThat(band.low()[last]).isCloseTo(range.value(z - sigma), within(1e-12));
    assertThat(panel.y().low()).isZero();
    assertThat(panel.y().high()).isEqualTo(0.95);
  }

  @Test
  void hyperparametersShareAnAxisOnlyWhereTheyCan() {
    List<Hyperparameter> many = MadeUpRun.many();
    assertThat(HyperparameterFigure.shareAnAxis(MadeUpRun.dropouts())).isTrue();
    assertThat(HyperparameterFigure.shareAnAxis(many.subList(0, 4))).isFalse();
    assertThat(HyperparameterFigure.shareAnAxis(many.subList(7, 8))).isTrue();
    assertThat(HyperparameterFigure.shareAnAxis(many.subList(6, 8))).isFalse();
    List<Hyperparameter> eight = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      eight.add(Hyperparameter.continuous("rate " + i, Range.interval(0, 1), 0.5));
    }
    assertThat(HyperparameterFigure.shareAnAxis(eight.subList(0, 7))).isTrue();
    assertThat(HyperparameterFigure.shareAnAxis(eight)).isFalse();
  }

  @Test
  void multiplesAreSortedByMovementAtTheEndButKeepTheirPlacesBefore() {
    MadeUpRun many = new MadeUpRun(30, 20, MadeUpRun.many());
    assertThat(HyperparameterFigure.multiples(many.historyUpTo(300).snapshot()).cells())
        .extracting(Panel::title)
        .startsWith("input dropout", "dropout 1", "dropout 2", "cutout length");
    List<Movement> movements = Movement.of(many.history().snapshot());
    for (int i = 1; i < movements.size(); i++) {
      assertThat(Math.abs(movements.get(i).distance()))
          .isLessThanOrEqualTo(Math.abs(movements.get(i - 1).distance()));
    }
  }

  @Test
  void aSingleTestScoreIsALevel() {
    History history = run.history();
    history.test(8, new Score(0.31, 0.9));
    Panel panel = LossPanel.of(history.snapshot());
    Line test = panel.lines().stream().filter(l -> l.name().equals("test")).findAny().get();
    assertThat(test.x()).containsExactly(0, 60);
    assertThat(test.y()).containsExactly(0.31, 0.31);
    assertThat(test.look().dashed()).isTrue();
  }

  @Test
  void aMethodThatLearnsLateDoesNotPressTheOthersIntoAStrip() {
    Panel late = searches(List.of(0.3, 0.2), List.of(0.32, 0.18), List.of(1.1, 0.22));
    assertThat(late.y().high()).isBetween(0.48, 0.55);
    Panel poor = searches(List.of(0.3, 0.2), List.of(0.32, 0.18), List.of(1.1, 0.9));
    assertThat(poor.y().high()).as("where it ends").isBetween(0.9, 1.1);
    Panel alike = searches(List.of(0.3, 0.2), List.of(0.32, 0.18), List.of(0.34, 0.22));
    assertThat(alike.y().high()).isBetween(0.34, 0.4);
  }

  /** Methods with the loss of chance at first, then these after 5 and 50 of 100 seconds. */
  @SafeVarargs
  private static Panel searches(List<Double>... losses) {
    List<ComparisonRun> runs = new ArrayList<>();
    for (List<Double> pair : losses) {
      List<Journal.Point> curve =
          List.of(
              new Journal.Point(1, 1, 2.3),
              new Journal.Point(5, 5, pair.get(0)),
              new Journal.Point(50, 50, pair.get(1)));
      Journal journal = new Journal(List.of(), curve, 100, 100);
      Score score = new Score(pair.get(1), 0.9);
      TuningMethod method = TuningMethod.values()[runs.size()];
      runs.add(new ComparisonRun(method, 1, journal, Study.End.SPENT, score, score));
    }
    return SearchPanel.of(
        new ComparisonResult(runs, Budget.seconds(100), Metric.LOSS), SearchPanel.Currency.SECONDS);
  }

  /** The title of a sweep of two settings with two seeds each. */
  private static String sweepTitle(double a, double b, double c, double d) {
    SweepPoint small = new SweepPoint(Map.of("batch", "16"), null, null, null);
    SweepPoint large = new SweepPoint(Map.of("batch", "32"), null, null, null);
    return SweepPanel.of(
            new SweepResult(
                List.of(
                    new SweepRun(small, 1, null, List.of(a), ""),
                    new SweepRun(small, 2, null, List.of(b), ""),
                    new SweepRun(large, 1, null, List.of(c), ""),
                    new SweepRun(large, 2, null, List.of(d), ""))))
        .title();
  }

  @Test
  void aSweepNamesAWinnerOnlyBeyondTheNoiseOverSeeds() {
    assertThat(sweepTitle(0.30, 0.34, 0.31, 0.35))
        .isEqualTo("Lowest mean validation loss within noise: batch=16 0.32, batch=32 0.33");
    assertThat(sweepTitle(0.32, 0.32, 0.5, 0.51))
        .isEqualTo("batch=16 reaches the lowest mean validation loss, 0.32");
  }
}

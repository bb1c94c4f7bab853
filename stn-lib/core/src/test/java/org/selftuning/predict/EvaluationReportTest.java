package org.selftuning.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.selftuning.data.Dataset;
import org.selftuning.data.NumberRule;
import org.selftuning.data.Outputs;
import org.selftuning.tensor.Shape;

/** The measures of a few predictions, worked out by hand. */
class EvaluationReportTest {
  private static final List<String> PETS = List.of("cat", "dog", "eel");

  private static float[] logits(double... p) {
    float[] y = new float[p.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) Math.log(p[i]);
    }
    return y;
  }

  private static final int[] TRUTH = {0, 0, 1, 1, 1, 2};

  /** Predicted: cat, dog, dog, dog, eel, cat. */
  private static Predictions pets() {
    Dataset data =
        Dataset.classes("pets", Shape.of(1), new float[] {1, 2, 3, 4, 5, 6}, TRUTH, PETS);
    return Predictions.of(
        data,
        data.preparation().outputs(),
        logits(
            0.85, 0.1, 0.05, 0.3, 0.55, 0.15, 0.1, 0.85, 0.05, 0.2, 0.75, 0.05, 0.1, 0.25, 0.65,
            0.5, 0.3, 0.2));
  }

  @Test
  void classes() {
    ClassificationReport report = ClassificationReport.of(pets());
    assertThat(report.size()).isEqualTo(6);
    assertThat(report.confusion()).isDeepEqualTo(new int[][] {{1, 1, 0}, {0, 2, 1}, {1, 0, 0}});
    assertThat(report.accuracy()).isEqualTo(0.5);
    assertThat(report.baseline()).isEqualTo(0.5);
    assertThat(report.top()).containsExactly(0.5, 5 / 6.0, 1.0);
    assertThat(report.precision(1)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(report.recall(0)).isEqualTo(0.5);
    assertThat(report.recall(1)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(report.f1(0)).isEqualTo(0.5);
    assertThat(report.f1(2)).isZero();
    double loss =
        -(Math.log(0.85)
                + Math.log(0.3)
                + Math.log(0.85)
                + Math.log(0.75)
                + Math.log(0.25)
                + Math.log(0.2))
            / 6;
    assertThat(report.loss()).isCloseTo(loss, within(1e-6));
    // 0.85 twice, both right; 0.75 right; 0.65 wrong; 0.55 and 0.5 wrong.
    double error = (2 * 0.15 + 0.25 + 0.65 + 0.55 + 0.5) / 6;
    assertThat(report.calibrationError()).isCloseTo(error, within(1e-6));
    assertThat(report.perClass().column("class").asList()).isEqualTo(PETS);
    assertThat(report.confusionTable().intColumn("predicted dog").asList())
        .containsExactly(1, 2, 0);
    assertThat(report.summary().column(0).asList().toString())
        .contains("accuracy", "expected calibration error", "mean F1");
  }

  @Test
  void theWorstMistakesComeFirst() {
    Predictions pets = pets();
    Dataset data =
        Dataset.classes("pets", Shape.of(1), new float[] {1, 2, 3, 4, 5, 6}, TRUTH, PETS);
    Mistakes mistakes = Mistakes.of(pets, data, 2);
    assertThat(mistakes.examples()).containsExactly(5, 4);
    assertThat(mistakes.table().stringColumn("example").asList()).containsExactly("6", "5");
    assertThat(mistakes.table().stringColumn("predicted").asList()).containsExactly("cat", "eel");
    assertThat(mistakes.shown().size()).isEqualTo(2);
  }

  @Test
  void numbers() {
    Dataset data =
        Dataset.values("rows", Shape.of(1), new float[] {1, 2, 3}, new float[] {-1, 0, 1}, 1);
    Outputs outputs = new Outputs.Numbers(List.of(new NumberRule("price", 100, 10, '.', false)));
    Predictions predictions = Predictions.of(data, outputs, new float[] {-1, 0.5f, 0.5f});
    RegressionReport.Of price = RegressionReport.of(predictions).targets().get(0);
    assertThat(price.actual()).containsExactly(90, 100, 110);
    assertThat(price.predicted()).containsExactly(90, 105, 105);
    assertThat(price.mae()).isCloseTo(10 / 3.0, within(1e-9));
    assertThat(price.rmse()).isCloseTo(Math.sqrt(50 / 3.0), within(1e-9));
    assertThat(price.r2()).isCloseTo(0.75, within(1e-9));
    assertThat(Mistakes.of(predictions, data, 9).examples()).containsExactly(1, 2, 0);
  }

  @Test
  void texts() {
    LanguageReport report = new LanguageReport("song", 8, 16, 8 * Math.log(4));
    assertThat(report.perplexity()).isCloseTo(4, within(1e-9));
    assertThat(report.bitsPerCharacter()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatIsNotKnownCannotBeEvaluated() {
    Dataset data = Dataset.values("rows", Shape.of(1), new float[] {1}, new float[] {Float.NaN}, 1);
    Predictions predictions =
        Predictions.of(data, data.preparation().outputs(), new float[] {0.5f});
    assertThatThrownBy(() -> EvaluationReport.of(predictions))
        .hasMessageContaining("rows: the targets of some examples are not known");
  }
}

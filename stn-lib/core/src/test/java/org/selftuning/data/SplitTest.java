package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Shape;

class SplitTest {
  private final Dataset all = DatasetTest.counting(100);

  @Test
  void partsAreDisjointAndCoverAll() {
    Split split = Split.of(all, 0.15, 0.25, 3);
    int[] train = DatasetTest.numbers(split.train());
    int[] validation = DatasetTest.numbers(split.validation());
    int[] test = DatasetTest.numbers(split.test());
    assertThat(train).hasSize(60);
    assertThat(validation).hasSize(15);
    assertThat(test).hasSize(25);
    assertThat(
            IntStream.concat(
                    IntStream.of(train),
                    IntStream.concat(IntStream.of(validation), IntStream.of(test)))
                .sorted()
                .toArray())
        .isEqualTo(IntStream.range(0, 100).toArray());
    assertThat(split).hasToString("counting: 60 train, 15 validation, 25 test");
  }

  @Test
  void dependsOnTheSeedAlone() {
    assertThat(DatasetTest.numbers(Split.of(all, 0.2, 0.2, 7).train()))
        .isEqualTo(DatasetTest.numbers(Split.of(all, 0.2, 0.2, 7).train()))
        .isNotEqualTo(DatasetTest.numbers(Split.of(all, 0.2, 0.2, 8).train()));
  }

  @Test
  void leavesAGivenTestPartAlone() {
    Dataset test = DatasetTest.counting(5);
    Split split = Split.of(all, test, 0.3, 1);
    assertThat(split.test()).isSameAs(test);
    assertThat(split.train().size()).isEqualTo(70);
    assertThat(boxed(DatasetTest.numbers(split.train())))
        .doesNotContainAnyElementsOf(boxed(DatasetTest.numbers(split.validation())));
  }

  @Test
  void refusesEmptyParts() {
    assertThatThrownBy(() -> Split.of(all, 0, 0.2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'counting' (100 examples): a validation share of 0.0");
    assertThatThrownBy(() -> Split.of(all, 0.5, 0.5, 1))
        .hasMessageContaining("a test share of 0.5");
    assertThatThrownBy(() -> Split.of(DatasetTest.counting(3), all, 0.1, 1))
        .hasMessageContaining("validation share of 0.1");
    assertThatThrownBy(() -> Split.of(all, Double.NaN, 0.2, 1)).hasMessageContaining("NaN");
  }

  @Test
  void refusesUnlikeParts() {
    Dataset other = Dataset.values("other", Shape.of(3), new float[3], new float[1], 1);
    assertThatThrownBy(() -> new Split(all, all, other)).hasMessageContaining("unlike parts: 2");
  }

  @Test
  void standardizesByTheTrainingPart() {
    Split split = Split.of(all, 0.2, 0.3, 5).standardized();
    double[] sum = new double[2];
    double[] squares = new double[2];
    float[] x = new float[2];
    for (int i = 0; i < split.train().size(); i++) {
      split.train().read(i, x, 0, new float[1], 0);
      for (int k = 0; k < 2; k++) {
        sum[k] += x[k];
        squares[k] += x[k] * x[k];
      }
    }
    for (int k = 0; k < 2; k++) {
      assertThat(sum[k] / 50).isCloseTo(0, within(1e-6));
      assertThat(squares[k] / 50).isCloseTo(1, within(1e-5));
    }
    Standardize by = Standardize.of(Split.of(all, 0.2, 0.3, 5).train());
    float[] raw = new float[2];
    Split.of(all, 0.2, 0.3, 5).test().read(4, raw, 0, new float[1], 0);
    split.test().read(4, x, 0, new float[1], 0);
    assertThat(x[1]).isEqualTo((raw[1] - by.mean()[1]) / by.std()[1]);
  }

  @Test
  void channelsOfImagesHaveStatisticsOfTheirOwn() {
    byte[] pixels = {0, 100, 51, 100, (byte) 102, 100, (byte) 153, 100};
    ImageSet images =
        new ImageSet("two", Shape.of(1, 2, 2), pixels, new byte[] {0, 1}, List.of("a", "b"));
    Standardize by = Standardize.of(images);
    assertThat(by.mean()[0]).isCloseTo(0.3f, within(1e-6f));
    assertThat(by.std()[0]).isCloseTo((float) Math.sqrt(0.05), within(1e-6f));
    assertThat(by.std()[1]).as("a constant channel keeps its scale").isEqualTo(1);
    Dataset three = Dataset.values("three", Shape.of(3), new float[3], new float[1], 1);
    assertThatThrownBy(() -> by.apply(three))
        .hasMessage(
            "data set 'three' (3) cannot be standardized with the statistics of 2 channels");
  }

  private static List<Integer> boxed(int[] numbers) {
    return IntStream.of(numbers).boxed().toList();
  }
}

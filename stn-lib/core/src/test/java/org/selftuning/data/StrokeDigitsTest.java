package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Shape;

class StrokeDigitsTest {

  private static float[] image(Dataset digits, int index) {
    float[] x = new float[784];
    digits.read(index, x, 0, new float[1], 0);
    return x;
  }

  private static long checksum(Dataset digits) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < digits.size(); i++) {
      for (float pixel : image(digits, i)) {
        crc.update(Math.round(255 * pixel));
      }
    }
    return crc.getValue();
  }

  @Test
  void isMadeOfTenBalancedClassesOfImages() {
    Dataset digits = StrokeDigits.generate(200, 1);
    assertThat(digits.shape()).isEqualTo(Shape.of(28, 28, 1));
    assertThat(((Target.Classes) digits.target()).names()).hasSize(10).startsWith("0", "1");
    float[] y = new float[1];
    for (int i = 0; i < 200; i++) {
      digits.read(i, new float[784], 0, y, 0);
      assertThat(y[0]).isEqualTo(i % 10);
    }
  }

  @Test
  void anExampleDependsOnSeedAndNumberAlone() {
    Dataset few = StrokeDigits.generate(11, 1);
    Dataset many = StrokeDigits.generate(700, 1);
    Dataset other = StrokeDigits.generate(11, 2);
    for (int i = 0; i < few.size(); i++) {
      assertThat(image(few, i)).isEqualTo(image(many, i)).isNotEqualTo(image(other, i));
    }
    assertThat(image(many, 0)).as("two zeros").isNotEqualTo(image(many, 10));
  }

  @Test
  void theSameBytesComeOutEverywhere() {
    assertThat(checksum(StrokeDigits.generate(500, 42))).isEqualTo(0xd30f74d9L);
  }

  /** Were the mean images of the classes alike, nothing could be learned from them. */
  @Test
  void classesDifferMoreThanChance() {
    Dataset digits = StrokeDigits.generate(3000, 3);
    float[][] means = new float[10][784];
    for (int i = 0; i < 2000; i++) {
      float[] x = image(digits, i);
      for (int k = 0; k < 784; k++) {
        means[i % 10][k] += x[k] / 200;
      }
    }
    int right = 0;
    for (int i = 2000; i < 3000; i++) {
      right += nearest(means, image(digits, i)) == i % 10 ? 1 : 0;
    }
    assertThat(right).as("of 1000, by the nearest class mean").isBetween(500, 850);
  }

  private static int nearest(float[][] means, float[] x) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < means.length; c++) {
      double distance = 0;
      for (int k = 0; k < x.length; k++) {
        distance += (x[k] - means[c][k]) * (x[k] - means[c][k]);
      }
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }

  @Test
  void aSplitCutsOneSequence() {
    Split split = StrokeDigits.split(30, 20, 10, 4);
    Dataset all = StrokeDigits.generate(60, 4);
    assertThat(image(split.train(), 29)).isEqualTo(image(all, 29));
    assertThat(image(split.validation(), 0)).isEqualTo(image(all, 30));
    assertThat(image(split.test(), 9)).isEqualTo(image(all, 59));
    assertThat(split).hasToString("stroke digits: 30 train, 20 validation, 10 test");
  }

  @Test
  void refusesNone() {
    assertThatThrownBy(() -> StrokeDigits.generate(0, 1))
        .hasMessage("stroke digits: 0 examples; ask for 1 or more");
  }
}

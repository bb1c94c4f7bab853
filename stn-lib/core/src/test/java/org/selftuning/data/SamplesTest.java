package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Shape;

class SamplesTest {

  /** Two images a class, each of one gray that names its class. */
  private static ImageSet grays(int classes) {
    byte[] pixels = new byte[2 * classes * 64];
    byte[] labels = new byte[2 * classes];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % classes);
      for (int p = 0; p < 64; p++) {
        pixels[i * 64 + p] = (byte) (10 * labels[i]);
      }
    }
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "a class named " + c).toList();
    return new ImageSet("grays", Shape.of(8, 8, 1), pixels, labels, names);
  }

  private static int gray(BufferedImage sheet, int x, int y) {
    return sheet.getRGB(x, y) & 0xff;
  }

  @Test
  void eachClassHasAColumnAndTenABand() {
    BufferedImage sheet = Samples.sheet(grays(12), 2);
    assertThat(sheet.getWidth()).isEqualTo(10 * 60 + 4);
    assertThat(sheet.getHeight()).isEqualTo(2 * (20 + 2 * 60) + 4);
    assertThat(gray(sheet, 30, 50)).isZero();
    assertThat(gray(sheet, 3 * 60 + 30, 110)).isEqualTo(30);
    assertThat(gray(sheet, 60 + 30, 140 + 110)).isEqualTo(110);
    assertThat(gray(sheet, 2 * 60 + 30, 140 + 110)).as("no thirteenth class").isEqualTo(255);
  }

  @Test
  void namesAreWrittenAboveWithinTheirColumns() {
    BufferedImage sheet = Samples.sheet(grays(12), 1);
    for (int column = 0; column < 10; column++) {
      int left = 4 + 60 * column;
      assertThat(IntStream.range(left, left + 56).map(x -> darkest(sheet, x)).min().orElse(255))
          .isLessThan(160);
      assertThat(IntStream.range(left + 56, left + 60).map(x -> darkest(sheet, x)).min().orElse(0))
          .isGreaterThan(240);
    }
  }

  private static int darkest(BufferedImage sheet, int x) {
    return IntStream.range(4, 22).map(y -> gray(sheet, x, y)).min().orElse(255);
  }

  @Test
  void standardizedImagesLookLikeTheRawOnes() {
    ImageSet raw = grays(3);
    Dataset standardized = new Standardize(new float[] {0.1f}, new float[] {0.02f}).apply(raw);
    BufferedImage sheet = Samples.sheet(standardized, 1);
    assertThat(gray(sheet, 30, 50)).isZero();
    assertThat(gray(sheet, 60 + 30, 50)).isBetween(127, 128);
    assertThat(gray(sheet, 120 + 30, 50)).isEqualTo(255);
  }

  @Test
  void fewerExamplesThanRowsLeaveSpace() {
    assertThat(gray(Samples.sheet(grays(3), 3), 30, 20 + 2 * 60 + 30)).isEqualTo(255);
  }

  @Test
  void refusesWhatIsNoImage() {
    assertThatThrownBy(() -> Samples.sheet(DatasetTest.counting(4), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "data set 'counting' (2) holds no images with classes; there is no picture of it");
    assertThatThrownBy(() -> Samples.sheet(grays(3), 0)).hasMessageContaining("0 rows");
  }
}

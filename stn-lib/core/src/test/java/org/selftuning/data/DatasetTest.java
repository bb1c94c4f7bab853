package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Shape;

class DatasetTest {

  /** Example i has features (i, 10·i) and target −i. */
  static Dataset counting(int n) {
    float[] x = new float[2 * n];
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      x[2 * i] = i;
      x[2 * i + 1] = 10 * i;
      y[i] = -i;
    }
    return Dataset.values("counting", Shape.of(2), x, y, 1);
  }

  /** The numbers of the examples of {@code counting}, in their order. */
  static int[] numbers(Dataset dataset) {
    float[] x = new float[2];
    float[] y = new float[1];
    return IntStream.range(0, dataset.size())
        .map(
            i -> {
              dataset.read(i, x, 0, y, 0);
              assertThat(x[1]).isEqualTo(10 * x[0]);
              assertThat(y[0]).isEqualTo(-x[0]);
              return (int) x[0];
            })
        .toArray();
  }

  @Test
  void readsIntoTheMiddleOfABuffer() {
    float[] x = {-1, -1, -1, -1};
    float[] y = {-1, -1, -1};
    counting(5).read(3, x, 1, y, 2);
    assertThat(x).containsExactly(-1, 3, 30, -1);
    assertThat(y).containsExactly(-1, -1, -3);
  }

  @Test
  void partsKeepOrTakeAnOrder() {
    Dataset all = counting(20);
    assertThat(numbers(all.first(3))).containsExactly(0, 1, 2);
    assertThat(numbers(all.subset(new int[] {7, 7, 1}))).containsExactly(7, 7, 1);
    assertThat(numbers(all.subset(new int[] {9, 8, 7}).subset(new int[] {2, 0})))
        .containsExactly(7, 9);
    assertThat(numbers(all.take(6, 1))).doesNotHaveDuplicates().hasSize(6);
    assertThat(numbers(all.shuffled(4)))
        .containsExactlyInAnyOrder(IntStream.range(0, 20).toArray())
        .isNotEqualTo(numbers(all))
        .isEqualTo(numbers(all.shuffled(4)))
        .isNotEqualTo(numbers(all.shuffled(5)));
  }

  @Test
  void refusesPartsThatAreNotThere() {
    Dataset all = counting(20);
    assertThatThrownBy(() -> all.first(21))
        .hasMessage("data set 'counting' has 20 examples; it cannot give 21");
    assertThatThrownBy(() -> all.take(0, 1)).hasMessageContaining("cannot give 0");
    assertThatThrownBy(() -> all.subset(new int[] {20}))
        .hasMessage("data set 'counting' has examples 0 … 19; there is none at 20");
    assertThatThrownBy(() -> all.subset(new int[0])).hasMessageContaining("without examples");
    assertThatThrownBy(() -> all.read(20, new float[2], 0, new float[1], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesArraysThatDoNotFit() {
    List<String> names = List.of("no", "yes");
    assertThatThrownBy(() -> Dataset.classes("pairs", Shape.of(2), new float[5], new int[2], names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data set 'pairs': 5 features and 2 targets");
    assertThatThrownBy(
            () -> Dataset.classes("pairs", Shape.of(1), new float[2], new int[] {0, 2}, names))
        .hasMessage("data set 'pairs': example 1 has label 2; labels are 0 … 1");
    assertThatThrownBy(() -> new Target.Classes(List.of("only")))
        .hasMessageContaining("at least two classes");
    assertThatThrownBy(() -> new Target.Values(0)).hasMessageContaining("not 0");
  }

  @Test
  void imagesReadBytesAsZeroToOne() {
    byte[] pixels = {0, (byte) 255, 51, (byte) 204};
    ImageSet images =
        new ImageSet("two", Shape.of(1, 2, 1), pixels, new byte[] {1, 0}, List.of("dark", "light"));
    float[] x = new float[2];
    float[] y = new float[1];
    images.read(0, x, 0, y, 0);
    assertThat(x).containsExactly(0, 1);
    assertThat(y[0]).isEqualTo(1);
    images.read(1, x, 0, y, 0);
    assertThat(x).containsExactly(0.2f, 0.8f);
  }

  @Test
  void imagesRefuseWhatDoesNotFit() {
    List<String> names = List.of("dark", "light");
    assertThatThrownBy(() -> new ImageSet("two", Shape.of(2, 2), new byte[8], new byte[2], names))
        .hasMessage("data set 'two': an image is height × width × channels, not 2 × 2");
    assertThatThrownBy(
            () -> new ImageSet("two", Shape.of(2, 2, 1), new byte[9], new byte[2], names))
        .hasMessage("data set 'two': 9 pixels do not make 2 images of 2 × 2 × 1");
    assertThatThrownBy(
            () -> new ImageSet("two", Shape.of(1, 1, 1), new byte[2], new byte[] {0, -1}, names))
        .hasMessage("data set 'two': image 1 has label 255; labels are 0 … 1");
  }
}

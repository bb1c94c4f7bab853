package org.selftuning.hyper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyperparameterTest {

  @ParameterizedTest
  @CsvSource({"0, 24", "3, 4", "-2, 2", "0, 1", "0, 1000"})
  void discreteTakesEveryWholeNumberAndNoOther(int low, int high) {
    for (int start = low; start <= high; start++) {
      Hyperparameter h = Hyperparameter.discrete("holes", low, high, start);
      assertThat(h.value(h.unconstrainedStart())).isEqualTo(start);
      assertThat(h.value((float) h.unconstrainedStart())).as("as a float").isEqualTo(start);
    }
    Hyperparameter h = Hyperparameter.discrete("holes", low, high, low);
    assertThat(h.value(-1e4)).isEqualTo(low);
    assertThat(h.value(1e4)).isEqualTo(high);
  }

  @Test
  void discreteCellsAreEquallyLong() {
    Hyperparameter h = Hyperparameter.discrete("length", 0, 24, 4);
    assertThat(h.relaxed()).isEqualTo(Range.interval(0, 25));
    for (int k = 0; k <= 24; k++) {
      assertThat(h.value(h.relaxed().inverse(k + 1e-4))).isEqualTo(k);
      assertThat(h.value(h.relaxed().inverse(k + 1 - 1e-4))).isEqualTo(k);
    }
  }

  @Test
  void continuousStartsWhereItIsAskedTo() {
    Hyperparameter dropout = Hyperparameter.continuous("p", Range.interval(0, 0.95), 0.05);
    assertThat(dropout.value(dropout.unconstrainedStart())).isCloseTo(0.05, within(1e-12));
    assertThat(dropout.relaxed()).isEqualTo(dropout.range());
    assertThat(dropout.sigma()).isEqualTo(0.5);
    Hyperparameter decay = Hyperparameter.continuous("wd", Range.above(0), 1e-8);
    assertThat(decay.value(decay.unconstrainedStart())).isCloseTo(1e-8, within(1e-16));
  }

  @Test
  void changesAreCopies() {
    Hyperparameter h = Hyperparameter.continuous("p", Range.interval(0, 1), 0.5);
    assertThat(h.sigma(2).sigma()).isEqualTo(2);
    assertThat(h.start(0.25).start()).isEqualTo(0.25);
    assertThat(h.perBatch().sharing()).isEqualTo(Hyperparameter.Sharing.PER_BATCH);
    assertThat(h).isEqualTo(Hyperparameter.continuous("p", Range.interval(0, 1), 0.5));
  }

  @Test
  void startOutsideTheRangeIsRefusedByName() {
    assertThatThrownBy(() -> Hyperparameter.continuous("p", Range.interval(0, 0.95), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hyperparameter 'p': start 1 lies outside its range [0, 0.95]");
    assertThatThrownBy(() -> Hyperparameter.continuous("p", Range.above(0), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'p'");
    for (Range range : List.of(Range.real(), Range.above(0))) {
      assertThatThrownBy(() -> Hyperparameter.continuous("p", range, Double.POSITIVE_INFINITY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("hyperparameter 'p': start must be a finite number, not Infinity");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void sigmaMustBePositive(double sigma) {
    Hyperparameter h = Hyperparameter.continuous("p", Range.real(), 0);
    assertThatThrownBy(() -> h.sigma(sigma))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hyperparameter 'p': sigma must be a positive number, not ");
  }

  @Test
  void discreteNeedsWholeNumbersAndBothEnds() {
    assertThatThrownBy(() -> discrete(Range.above(0), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hyperparameter 'k': a discrete hyperparameter needs a bounded range");
    assertThatThrownBy(() -> discrete(Range.interval(0, 4.5), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole numbers");
    assertThatThrownBy(() -> discrete(Range.interval(0, 4), 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole numbers");
  }

  private static Hyperparameter discrete(Range range, double start) {
    return new Hyperparameter("k", range, start, 1, true, Hyperparameter.Sharing.PER_BATCH);
  }

  @Test
  void needsAName() {
    assertThatThrownBy(() -> Hyperparameter.continuous(" ", Range.real(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a hyperparameter needs a name");
  }

  @Test
  void spaceKeepsTheOrderAndFindsByName() {
    Hyperparameter p = Hyperparameter.continuous("p", Range.interval(0, 0.5), 0.25);
    Hyperparameter k = Hyperparameter.discrete("k", 0, 9, 3);
    HyperparameterSpace space = new HyperparameterSpace(List.of(p, k));
    assertThat(space.size()).isEqualTo(2);
    assertThat(space.isEmpty()).isFalse();
    assertThat(space.names()).containsExactly("p", "k");
    assertThat(space.indexOf("k")).isEqualTo(1);
    assertThat(space.indexOf("q")).isEqualTo(-1);
    assertThat(space.values(new float[] {0, (float) k.unconstrainedStart()}))
        .containsExactly(0.25, 3);
    assertThat(new HyperparameterSpace(List.of()).isEmpty()).isTrue();
    assertThatThrownBy(() -> new HyperparameterSpace(List.of(p, k, p.start(0.1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hyperparameter 'p' is declared twice; give each its own name");
  }
}

package org.selftuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.HyperparameterSpace;

class UnitCubeTest {
  private final UnitCube cube = Functions.mixedCube();

  @Test
  void spansTheRangesAndSixDecadesOfAHalfLine() {
    List<Double> low = cube.values(new double[5]);
    List<Double> high = cube.values(new double[] {1, 1, 1, 1, 1});
    assertThat(low.get(0)).isCloseTo(0, within(1e-5));
    assertThat(high.get(0)).isCloseTo(0.95, within(1e-5));
    assertThat(low.get(1)).isEqualTo(0);
    assertThat(high.get(1)).isEqualTo(4);
    assertThat(low.get(2)).isCloseTo(1e-7, within(1e-11));
    assertThat(high.get(2)).isCloseTo(1e-1, within(1e-5));
    assertThat(low.get(3)).isCloseTo(2 - 1e-3, within(1e-6));
    assertThat(high.get(3)).isCloseTo(2 - 1e3, within(0.1));
    assertThat(low.get(4)).isCloseTo(-9.5, within(1e-4));
    assertThat(high.get(4)).isCloseTo(10.5, within(1e-4));
  }

  @Test
  void pointsAndValuesAreEachOthersInverse() {
    SplittableRandom random = new SplittableRandom(1);
    Set<Double> whole = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      List<Double> values = cube.values(random.doubles(5).toArray());
      whole.add(values.get(1));
      List<Double> again = cube.values(cube.point(values));
      for (int k = 0; k < 5; k++) {
        assertThat(again.get(k))
            .isCloseTo(values.get(k), within(1e-9 + 1e-9 * Math.abs(values.get(k))));
      }
    }
    assertThat(whole).containsExactlyInAnyOrder(0.0, 1.0, 2.0, 3.0, 4.0);
  }

  @Test
  void gridContainsTheCoarserOneAndEndsWhereNothingIsNew() {
    GridSearch search = new GridSearch(Functions.braninCube(), 2, 1, 1);
    Set<List<Double>> seen = new HashSet<>();
    for (int i = 0; i < 36; i++) {
      assertThat(seen.add(search.ask().orElseThrow().values())).isTrue();
    }
    Set<Double> axis = new HashSet<>();
    seen.forEach(values -> axis.add(values.get(0)));
    assertThat(axis).hasSize(6);
    assertThat(GridSearch.perAxis(Functions.braninCube(), 30)).isEqualTo(5);
    assertThat(GridSearch.perAxis(Functions.hartmannCube(), 30)).isEqualTo(2);
    assertThatThrownBy(() -> new GridSearch(Functions.hartmannCube(), 20, 1, 1))
        .hasMessageContaining("a grid of 20 values for each of 6 hyperparameters");
  }

  @Test
  void refusesToSearchNothing() {
    assertThatThrownBy(() -> new UnitCube(new HyperparameterSpace(List.of())))
        .hasMessage("there is nothing to search: the model has no hyperparameters");
  }
}

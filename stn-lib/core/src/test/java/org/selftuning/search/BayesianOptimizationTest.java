package org.selftuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A method that is guided by a model has to beat one that is not. */
@Timeout(120)
class BayesianOptimizationTest {
  private static final int SEEDS = 5;

  private static double median(
      LongFunction<Search> method, ToDoubleFunction<List<Double>> function, int evaluations) {
    double[] found = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      Objective objective =
          (trial, watch) -> {
            double loss = function.applyAsDouble(trial.values());
            watch.epoch(1, loss);
            return Outcome.completed(loss, loss, 1, 0);
          };
      Study study = new Study(method.apply(seed), objective, Budget.epochs(evaluations), 1);
      study.run();
      found[seed] = study.journal().lowest();
    }
    Arrays.sort(found);
    return found[SEEDS / 2];
  }

  @Test
  void beatsRandomSearchOnBranin() {
    UnitCube cube = Functions.braninCube();
    double random = median(s -> new RandomSearch(cube, 1, s), Functions::branin, 30);
    double model = median(s -> new BayesianOptimization(cube, 1, s), Functions::branin, 30);
    assertThat(model).isLessThan(random).isLessThan(Functions.BRANIN + 0.02);
  }

  @Test
  void beatsRandomSearchOnHartmann() {
    UnitCube cube = Functions.hartmannCube();
    double random = median(s -> new RandomSearch(cube, 1, s), Functions::hartmann, 50);
    double model = median(s -> new BayesianOptimization(cube, 1, s), Functions::hartmann, 50);
    assertThat(model).isLessThan(random).isLessThan(-2.9);
  }

  @Test
  void functionsHaveTheMinimaOfTheLiterature() {
    assertThat(Functions.branin(List.of(Math.PI, 2.275))).isCloseTo(Functions.BRANIN, within(1e-5));
    assertThat(Functions.hartmann(List.of(0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573)))
        .isCloseTo(Functions.HARTMANN, within(1e-5));
  }
}

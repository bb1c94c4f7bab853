package org.selftuning.record;

import java.util.Arrays;

/** The steps at which a hyperparameter or its σ changed. */
final class Moves {
  private Moves() {}

  /** Returns the rows that differ from the row before; the first is compared with the start. */
  static int[] rows(RunSnapshot s) {
    int n = s.hyperparameters().size();
    int[] rows = new int[n == 0 ? 0 : s.steps()];
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (differs(s, row, n)) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private static boolean differs(RunSnapshot s, int row, int n) {
    for (int h = 0; h < n; h++) {
      double value = row == 0 ? s.plan().startValues()[h] : s.value(row - 1, h);
      double sigma = row == 0 ? s.plan().startSigma()[h] : s.sigma(row - 1, h);
      if (Double.compare(value, s.value(row, h)) != 0
          || Double.compare(sigma, s.sigma(row, h)) != 0) {
        return true;
      }
    }
    return false;
  }
}

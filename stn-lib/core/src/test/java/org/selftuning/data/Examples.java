package org.selftuning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The examples of a data set, for comparisons. */
final class Examples {
  private Examples() {}

  static float[] x(Dataset data, int index) {
    float[] x = new float[data.shape().size()];
    data.read(index, x, 0, new float[data.target().width()], 0);
    return x;
  }

  static float[] y(Dataset data, int index) {
    float[] y = new float[data.target().width()];
    data.readTarget(index, y, 0);
    return y;
  }

  /** Every example as features and targets, in words that compare bit for bit. */
  static List<String> all(Dataset data) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      all.add(Arrays.toString(x(data, i)) + Arrays.toString(y(data, i)));
    }
    return all;
  }

  /** The examples of all three parts. */
  static List<String> all(Split split) {
    List<String> all = new ArrayList<>(all(split.train()));
    all.addAll(all(split.validation()));
    all.addAll(all(split.test()));
    return all;
  }
}

package org.selftuning.data;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The classes of a data set: how often each occurs, and how often it is drawn. */
public final class Classes {
  private Classes() {}

  /** The names of the classes; refuses a data set without. */
  static List<String> names(Dataset data) {
    if (data.target() instanceof Target.Classes classes) {
      return classes.names();
    }
    throw new IllegalArgumentException(
        "data set '" + data.name() + "' has numbers to predict, not classes");
  }

  /** Returns the class of each example, [n]; −1 where it is not known. */
  static int[] labels(Dataset data) {
    names(data);
    float[] y = new float[1];
    int[] labels = new int[data.size()];
    for (int i = 0; i < labels.length; i++) {
      data.readTarget(i, y, 0);
      labels[i] = Float.isNaN(y[0]) ? -1 : (int) y[0];
    }
    return labels;
  }

  /**
   * Returns the number of examples of each class, [classes].
   *
   * @throws IllegalArgumentException if the data set has no classes
   */
  public static int[] counts(Dataset data) {
    int[] counts = new int[names(data).size()];
    Arrays.stream(labels(data)).filter(label -> label >= 0).forEach(label -> counts[label]++);
    return counts;
  }

  /**
   * Returns the weights that make every class count alike: n / (classes · examples of the class),
   * and 0 for one without examples; their mean over the examples is 1.
   *
   * @throws IllegalArgumentException if the data set has no classes
   */
  public static double[] balancedWeights(Dataset data) {
    int[] counts = counts(data);
    long present = Arrays.stream(counts).filter(n -> n > 0).count();
    return Arrays.stream(counts)
        .mapToDouble(n -> n == 0 ? 0 : data.size() / (double) (present * n))
        .toArray();
  }

  /** Returns as many examples in which all classes occur equally often; see {@link #weighted}. */
  public static Dataset balanced(Dataset train, long seed) {
    return weighted(train, balancedWeights(train), seed);
  }

  /**
   * Returns as many examples, in which an example of class c occurs in proportion to {@code
   * weights[c]}: the mean loss of these is the weighted mean of the loss of those. Whole
   * occurrences are certain, the rest is drawn without replacement; a view that depends on the seed
   * alone. For the training part; the others keep the shares that the world has.
   *
   * @param weights [classes], 0 or more, not all 0
   * @throws IllegalArgumentException if the data set has no classes, or the weights do not fit
   */
  public static Dataset weighted(Dataset train, double[] weights, long seed) {
    int[] counts = counts(train);
    double total = 0;
    for (int c = 0; c < counts.length && weights.length == counts.length; c++) {
      total += weights[c] >= 0 ? weights[c] * counts[c] : Double.NaN;
    }
    if (!(total > 0 && Double.isFinite(total))) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s' has %d classes; %s are no weights of them: one for each, 0 or more",
              train.name(), counts.length, Arrays.toString(weights)));
    }
    int[] labels = labels(train);
    int[] drawn = new int[train.size()];
    int size = 0;
    double due = 0;
    for (int c = 0; c < counts.length; c++) {
      due += weights[c] * counts[c] / total * train.size();
      int label = c;
      int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
      int wanted = c == counts.length - 1 ? train.size() - size : (int) Math.round(due) - size;
      SplittableRandom random = Seeds.stream(seed, c);
      for (int k = 0; k < wanted && members.length > 0; k++) {
        int at = k % members.length;
        if (at == 0) {
          shuffle(members, random);
        }
        drawn[size++] = members[at];
      }
    }
    return train.subset(Arrays.copyOf(drawn, size));
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }
}

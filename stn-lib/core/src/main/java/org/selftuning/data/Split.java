package org.selftuning.data;

import java.util.Arrays;

/**
 * The three parts of a data set. A self-tuning network fits its weights on {@code train} and its
 * hyperparameters on {@code validation}; {@code test} is looked at when all is done.
 *
 * @param train for the weights
 * @param validation for the hyperparameters
 * @param test for the final figure
 */
public record Split(Dataset train, Dataset validation, Dataset test) implements Source {

  /** Checks that the parts are of one kind. */
  public Split {
    for (Dataset part : new Dataset[] {validation, test}) {
      if (!part.shape().equals(train.shape()) || !part.target().equals(train.target())) {
        throw new IllegalArgumentException(
            String.format(
                "a split of unlike parts: %s with %s, and %s with %s",
                train.shape(), train.target(), part.shape(), part.target()));
      }
    }
  }

  /**
   * Splits a random share off {@code trainAll} for validation.
   *
   * @param validationShare of {@code trainAll}, between 0 and 1
   * @param seed of the random choice
   * @throws IllegalArgumentException if a part would be empty
   */
  public static Split of(Dataset trainAll, Dataset test, double validationShare, long seed) {
    int n = trainAll.size();
    int validation = part(trainAll.name(), n, "validation", validationShare, n);
    int[] order = Order.permutation(n, seed, 0);
    return new Split(
        trainAll.subset(Arrays.copyOfRange(order, validation, n)),
        trainAll.subset(Arrays.copyOf(order, validation)),
        test);
  }

  /**
   * Splits one data set at random into three parts.
   *
   * @param validationShare of all, between 0 and 1
   * @param testShare of all, between 0 and 1
   * @param seed of the random choice
   * @throws IllegalArgumentException if a part would be empty
   */
  public static Split of(Dataset all, double validationShare, double testShare, long seed) {
    return Rows.of(all.name(), all.size(), validationShare, testShare, seed).of(all);
  }

  /** Which examples go where. */
  @SuppressWarnings("ArrayRecordComponent") // on its way into a split; compared by no one
  record Rows(int[] train, int[] validation, int[] test) {
    static Rows of(String name, int n, double validationShare, double testShare, long seed) {
      int validation = part(name, n, "validation", validationShare, n);
      int test = part(name, n, "test", testShare, n - validation);
      int[] order = Order.permutation(n, seed, 0);
      return new Rows(
          Arrays.copyOfRange(order, validation + test, n),
          Arrays.copyOf(order, validation),
          Arrays.copyOfRange(order, validation, validation + test));
    }

    Split of(Dataset all) {
      return new Split(all.subset(train), all.subset(validation), all.subset(test));
    }
  }

  private static int part(String name, int n, String part, double share, int available) {
    long count = Math.round(share * n);
    if (!(share > 0 && share < 1) || count < 1 || count >= available) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s' (%d examples): a %s share of %s leaves a part empty; choose a share"
                  + " between 0 and 1 that gives every part at least one example",
              name, n, part, share));
    }
    return (int) count;
  }

  /** Returns all three parts standardised with the statistics of {@code train}. */
  public Split standardised() {
    Standardise by = Standardise.of(train);
    return new Split(by.apply(train), by.apply(validation), by.apply(test));
  }

  @Override
  public String toString() {
    return String.format(
        "%s: %d train, %d validation, %d test",
        train.name(), train.size(), validation.size(), test.size());
  }
}

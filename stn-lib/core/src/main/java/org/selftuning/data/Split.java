package org.selftuning.data;

import java.util.Arrays;
import java.util.stream.IntStream;

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
    int validation = Parts.count(trainAll.name(), n, "validation", validationShare, n);
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
    return of(all, SplitOptions.standard().shares(validationShare, testShare).seed(seed));
  }

  /**
   * Splits one data set at random, stratified by class, or in its order, into three parts.
   *
   * @throws IllegalArgumentException if a part would be empty, if numbers are to be stratified, or
   *     if the options name a column: the data set has none ({@link #grouped} takes groups)
   */
  public static Split of(Dataset all, SplitOptions options) {
    String name = all.name();
    SplitOptions.By by = options.by();
    if (!by.column().isEmpty() || by.way() == SplitOptions.Way.GROUP) {
      throw new IllegalArgumentException(
          "data set '"
              + name
              + "' has no columns; split it at random, stratified, or in its order");
    }
    Parts parts =
        switch (by.way()) {
          case RANDOM -> Parts.random(name, all.size(), options);
          case STRATIFIED ->
              Parts.stratified(name, Classes.labels(all), Classes.names(all), options);
          default -> Parts.ordered(name, IntStream.range(0, all.size()).toArray(), options);
        };
    return parts.of(all);
  }

  /**
   * Splits one data set in whole groups.
   *
   * @param groups [n] the group of each example: those of one group are in one part
   * @throws IllegalArgumentException if there are fewer than three groups
   */
  public static Split grouped(Dataset all, String[] groups, SplitOptions options) {
    if (groups.length != all.size()) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s' has %d examples, but %d are given a group",
              all.name(), all.size(), groups.length));
    }
    return Parts.grouped(all.name(), groups, options).of(all);
  }

  /** Returns all three parts standardized with the statistics of {@code train}. */
  public Split standardized() {
    Standardize by = Standardize.of(train);
    return new Split(by.apply(train), by.apply(validation), by.apply(test));
  }

  @Override
  public String toString() {
    return String.format(
        "%s: %d train, %d validation, %d test",
        train.name(), train.size(), validation.size(), test.size());
  }

  @Override
  public Preparation preparation() {
    return train.preparation();
  }
}

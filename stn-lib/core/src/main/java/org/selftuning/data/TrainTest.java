package org.selftuning.data;

/**
 * A data set as published: a part to learn from and a part to be judged by.
 *
 * @param train all training examples
 * @param test the test examples
 */
public record TrainTest(Dataset train, Dataset test) {

  /** Returns the split with a random share of {@code train} for validation. */
  public Split split(double validationShare, long seed) {
    return Split.of(train, test, validationShare, seed);
  }
}

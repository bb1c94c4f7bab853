package org.selftuning.magics;

import org.selftuning.data.Dataset;
import org.selftuning.data.Split;
import org.selftuning.data.TrainTest;
import picocli.CommandLine.Option;

/** How much of the data goes where, as options of a command. */
final class PartArguments {
  private static final double SHARE = 0.15;

  @Option(
      names = "--train",
      paramLabel = "N",
      description = "examples for the weights; of a text tokens, of the grammar sentences")
  private Integer train;

  @Option(
      names = "--validation",
      paramLabel = "N|SHARE",
      description = "examples for the hyperparameters, or their share of all, such as 0.15")
  private Double validation;

  @Option(
      names = "--test",
      paramLabel = "N|SHARE",
      description = "examples for the final figure; of a table or one file of text their share")
  private Double test;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "of the random choice, or of the generated examples (${DEFAULT-VALUE})")
  private long seed = 1;

  PartArguments() {}

  /** Examples, tokens or sentences for the weights; null for all. */
  Integer train() {
    return train;
  }

  /** Examples, tokens or sentences for the hyperparameters, or a share; null if left out. */
  Double validation() {
    return validation;
  }

  /** Examples, tokens or sentences for the final figure, or a share; null if left out. */
  Double test() {
    return test;
  }

  long seed() {
    return seed;
  }

  /** Examples to generate for the hyperparameters; a share is one of the training part. */
  int validationCount(int training, int otherwise) {
    return count("--validation", validation, training, otherwise);
  }

  /** Examples to generate for the final figure; a share is one of the training part. */
  int testCount(int training, int otherwise) {
    return count("--test", test, training, otherwise);
  }

  private static int count(String option, Double given, int training, int otherwise) {
    if (given == null) {
      return otherwise;
    }
    positive(option, given);
    return (int) Math.max(1, given < 1 ? Math.round(given * training) : whole(option, given));
  }

  /** Cuts a data set that comes with a test part of its own. */
  Split split(TrainTest all) {
    double wanted = validation == null ? SHARE : validation;
    positive("--validation", wanted);
    double share = wanted < 1 ? wanted : whole("--validation", wanted) / all.train().size();
    Split split = all.split(share, seed);
    return shortened(new Split(split.train(), split.validation(), testOf(split.test())));
  }

  /** Leaves of the training part what {@code --train} asks for. */
  Split shortened(Split split) {
    return train == null
        ? split
        : new Split(split.train().first(train), split.validation(), split.test());
  }

  private Dataset testOf(Dataset all) {
    if (test == null) {
      return all;
    }
    positive("--test", test);
    double n = test < 1 ? Math.max(1, Math.round(test * all.size())) : whole("--test", test);
    return all.take((int) n, seed);
  }

  /** The share of {@code whole} for the hyperparameters. */
  double validationShare(String whole, double otherwise) {
    return share("--validation", validation, whole, otherwise);
  }

  /** The share of {@code whole} for the final figure. */
  double testShare(String whole, double otherwise) {
    return share("--test", test, whole, otherwise);
  }

  private static double share(String option, Double given, String whole, double otherwise) {
    if (given == null) {
      return otherwise;
    }
    if (!(given > 0 && given < 1)) {
      throw new IllegalArgumentException(
          option + " of " + whole + " is a share between 0 and 1, not " + given);
    }
    return given;
  }

  private static void positive(String option, double given) {
    if (!(given > 0)) {
      throw new IllegalArgumentException(
          option + " must be a number of examples, or a share between 0 and 1, not " + given);
    }
  }

  private static double whole(String option, double given) {
    if (given != Math.rint(given)) {
      throw new IllegalArgumentException(
          option + " must be a whole number of examples, or a share below 1, not " + given);
    }
    return given;
  }
}

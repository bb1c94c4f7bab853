package org.selftuning.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which examples go into which part, by their numbers. */
@SuppressWarnings("ArrayRecordComponent") // on its way into a split; compared by no one
record Parts(int[] train, int[] validation, int[] test) {

  /**
   * Cuts examples at random.
   *
   * @param name what people call the data set
   * @param n the number of examples
   * @throws IllegalArgumentException if a part would be empty
   */
  static Parts random(String name, int n, SplitOptions options) {
    return ordered(name, Order.permutation(n, options.seed(), 0), options, true);
  }

  /** Cuts examples in their order: the first are for training, the last for the test. */
  static Parts ordered(String name, int[] order, SplitOptions options) {
    return ordered(name, order, options, false);
  }

  private static Parts ordered(String name, int[] order, SplitOptions options, boolean trainLast) {
    int n = order.length;
    int validation = count(name, n, "validation", options.validationShare(), n);
    int test = count(name, n, "test", options.testShare(), n - validation);
    int train = n - validation - test;
    return trainLast
        ? new Parts(
            Arrays.copyOfRange(order, validation + test, n),
            Arrays.copyOf(order, validation),
            Arrays.copyOfRange(order, validation, validation + test))
        : new Parts(
            Arrays.copyOf(order, train),
            Arrays.copyOfRange(order, train, train + validation),
            Arrays.copyOfRange(order, train + validation, n));
  }

  /**
   * Cuts examples at random, each class for itself, so that every part has nearly the same share of
   * it.
   *
   * @param labels [n] the class of each
   * @throws IllegalArgumentException if a class has too few examples for all three parts
   */
  static Parts stratified(String name, int[] labels, List<String> classes, SplitOptions options) {
    int[] order = Order.permutation(labels.length, options.seed(), 0);
    Parts all = null;
    for (int c = 0; c < classes.size(); c++) {
      int label = c;
      int[] members = Arrays.stream(order).filter(i -> labels[i] == label).toArray();
      if (members.length > 0) {
        Parts own = ordered(name + "', class '" + classes.get(c), members, options, true);
        all = all == null ? own : all.and(own);
      }
    }
    return all;
  }

  Parts and(Parts other) {
    return new Parts(
        concat(train, other.train), concat(validation, other.validation), concat(test, other.test));
  }

  private static int[] concat(int[] a, int[] b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
  }

  /**
   * Cuts examples in whole groups, in a random order, until each part has its share.
   *
   * @param keys [n] the group of each
   * @throws IllegalArgumentException if there are too few groups for three parts
   */
  static Parts grouped(String name, String[] keys, SplitOptions options) {
    Map<String, int[]> groups = new LinkedHashMap<>();
    for (int i = 0; i < keys.length; i++) {
      groups.merge(keys[i], new int[] {i}, Parts::concat);
    }
    if (groups.size() < 3) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s' has %d groups; a split by group needs three or more",
              name, groups.size()));
    }
    List<int[]> all = List.copyOf(groups.values());
    int[] order = Order.permutation(all.size(), options.seed(), 0);
    int validation = count(name, keys.length, "validation", options.validationShare(), keys.length);
    int test = count(name, keys.length, "test", options.testShare(), keys.length - validation);
    int[][] parts = {{}, {}, {}};
    int[] share = {validation, test, Integer.MAX_VALUE};
    int part = 0;
    for (int i = 0; i < order.length; i++) {
      boolean enough = parts[part].length >= share[part] || order.length - i <= 2 - part;
      part += part < 2 && parts[part].length > 0 && enough ? 1 : 0;
      parts[part] = concat(parts[part], all.get(order[i]));
    }
    return new Parts(parts[2], parts[0], parts[1]);
  }

  /** Returns the numbers that these stand for: {@code numbers} of them. */
  Parts of(int[] numbers) {
    return new Parts(pick(numbers, train), pick(numbers, validation), pick(numbers, test));
  }

  /** Returns the places of these numbers in {@code numbers}, the inverse of {@link #of(int[])}. */
  Parts places(int[] numbers) {
    int[] place = new int[1 + Arrays.stream(numbers).max().orElse(0)];
    for (int i = 0; i < numbers.length; i++) {
      place[numbers[i]] = i;
    }
    return new Parts(pick(place, train), pick(place, validation), pick(place, test));
  }

  private static int[] pick(int[] from, int[] indices) {
    return Arrays.stream(indices).map(i -> from[i]).toArray();
  }

  Split of(Dataset all) {
    return new Split(all.subset(train), all.subset(validation), all.subset(test));
  }

  static int count(String name, int n, String part, double share, int available) {
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
}

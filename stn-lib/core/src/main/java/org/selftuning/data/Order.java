package org.selftuning.data;

import java.util.SplittableRandom;

/** Random orders of examples, each a function of a seed and the epoch alone. */
final class Order {
  private Order() {}

  /** Returns the numbers 0 … n − 1 in the order of this epoch. */
  static int[] permutation(int n, long seed, long epoch) {
    int[] order = new int[n];
    shuffle(order, seed, epoch);
    return order;
  }

  /** Fills {@code order} with the numbers 0 … length − 1 in the order of this epoch. */
  static void shuffle(int[] order, long seed, long epoch) {
    SplittableRandom random = Seeds.stream(seed, epoch);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }
}

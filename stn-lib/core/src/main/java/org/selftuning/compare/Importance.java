package org.selftuning.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How much of the losses of trials each thing that was varied explains alone: its first-order
 * sensitivity index, which functional ANOVA calls its main effect,
 *
 * <pre>  Var(E[r | x]) / Var(r) </pre>
 *
 * <p>with x its value and r the rank of the loss, so that diverged trials weigh no more than
 * others. It is estimated from the trials themselves (Plischke et al. 2013, section 3): those whose
 * values are neighbors form a bin, and the variance between the bins' means is corrected for what
 * bins of shuffled losses would have on average (ε², Kelley 1935). An optimum in the middle counts
 * as well as a slope. What the values do only together is in no index.
 *
 * <p>Random and grid search sample evenly and serve best; a Bayesian search looks where losses are
 * low, and so understates what it has learned to avoid.
 *
 * @param trials how many there are
 * @param loss what their losses are
 * @param entries one for each thing that was varied, the largest share first
 */
public record Importance(int trials, String loss, List<Entry> entries) {
  private static final int FEWEST = 10;
  private static final int PER_BIN = 5;
  private static final int MOST_BINS = 8;
  private static final int SHUFFLES = 500;
  private static final double LEVEL = 0.95;

  /**
   * The importance of one thing.
   *
   * @param name a hyperparameter or a setting
   * @param share of the variance of the losses' ranks that it explains alone, 0 … 1
   * @param noise the share that 95 % of shuffled losses stay below
   */
  public record Entry(String name, double share, double noise) {
    /** Whether it explains more than chance would. */
    public boolean significant() {
      return share > noise;
    }
  }

  /** Keeps a copy. */
  public Importance {
    entries = List.copyOf(entries);
  }

  /**
   * Computes the importance of all that was varied.
   *
   * @param seed of the shuffles
   * @throws IllegalArgumentException if there are fewer than ten trials
   */
  public static Importance of(Trials trials, long seed) {
    int n = trials.size();
    if (n < FEWEST) {
      throw new IllegalArgumentException(
          "importance needs at least " + FEWEST + " completed trials; there are " + n);
    }
    double[] ranks = ranks(trials.losses());
    List<int[]> bins = new ArrayList<>();
    trials.dimensions().forEach(dimension -> bins.add(bins(dimension)));
    double[][] shuffled = new double[bins.size()][SHUFFLES];
    double[] drawn = ranks.clone();
    SplittableRandom random = new SplittableRandom(seed);
    for (int s = 0; s < SHUFFLES; s++) {
      shuffle(drawn, random);
      for (int d = 0; d < bins.size(); d++) {
        shuffled[d][s] = share(drawn, bins.get(d));
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (int d = 0; d < bins.size(); d++) {
      Arrays.sort(shuffled[d]);
      double noise = shuffled[d][(int) (LEVEL * SHUFFLES)];
      String name = trials.dimensions().get(d).name();
      entries.add(new Entry(name, share(ranks, bins.get(d)), noise));
    }
    entries.sort(Comparator.comparingDouble(Entry::share).reversed());
    return new Importance(n, trials.loss(), entries);
  }

  /** [n] The rank of each, those that are equal at their mean. */
  private static double[] ranks(double[] losses) {
    int[] order = order(losses);
    double[] ranks = new double[losses.length];
    for (int from = 0, to; from < order.length; from = to) {
      to = from + 1;
      while (to < order.length && losses[order[to]] == losses[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
    }
    return ranks;
  }

  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  /** [n] The bin of each trial: a category, one of few values, or one of equally many neighbors. */
  private static int[] bins(Trials.Dimension dimension) {
    double[] values = dimension.values();
    int n = values.length;
    int most = Math.max(2, Math.min(MOST_BINS, n / PER_BIN));
    boolean few =
        !dimension.categories().isEmpty() || Arrays.stream(values).distinct().count() <= most;
    int[] order = order(values);
    int[] bins = new int[n];
    int bin = 0;
    for (int i = 1; i < n; i++) {
      boolean equal = values[order[i]] == values[order[i - 1]];
      boolean full = few || (long) i * most / n > bin;
      bin += !equal && full ? 1 : 0;
      bins[order[i]] = bin;
    }
    return bins;
  }

  /** ε² = 1 − (1 − η²) (n − 1) / (n − k), with η² the share of the variance between k bins. */
  private static double share(double[] ranks, int[] bins) {
    int n = ranks.length;
    int k = Arrays.stream(bins).max().orElse(0) + 1;
    double[] sums = new double[k];
    int[] counts = new int[k];
    double mean = Arrays.stream(ranks).average().orElse(0);
    double total = 0;
    for (int i = 0; i < n; i++) {
      double deviation = ranks[i] - mean;
      sums[bins[i]] += deviation;
      counts[bins[i]]++;
      total += deviation * deviation;
    }
    double between = IntStream.range(0, k).mapToDouble(b -> sums[b] * sums[b] / counts[b]).sum();
    boolean none = total == 0 || k == n;
    return none ? 0 : Math.max(0, 1 - (1 - between / total) * (n - 1) / (n - k));
  }

  private static void shuffle(double[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }
}

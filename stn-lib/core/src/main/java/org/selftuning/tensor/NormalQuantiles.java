package org.selftuning.tensor;

/**
 * A table of the standard normal distribution: what 16 random bits become in {@link
 * AugmentationOps#noise}, on every engine.
 */
public final class NormalQuantiles {
  private static final int COUNT = 1 << 16;
  private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

  /** The quantiles of (h + ½) / 65536. */
  private static final float[] TABLE = table();

  private NormalQuantiles() {}

  /** Returns the whole table: at h the quantile of (h + ½) / 65536. */
  public static float[] all() {
    return TABLE.clone();
  }

  /** y[i] ← y[i] + scale·(the number of the next 16 bits). */
  public static void add(int[] words, float scale, float[] y, int size) {
    for (int i = 0; i < size; i++) {
      y[i] += scale * TABLE[(words[i >> 1] >>> ((i & 1) << 4)) & 0xFFFF];
    }
  }

  /** Newton's method from quantile to quantile, outwards from the middle. */
  private static float[] table() {
    float[] table = new float[COUNT];
    double x = 0;
    for (int h = COUNT / 2; h < COUNT; h++) {
      double share = (h + 0.5) / COUNT - 0.5;
      for (int step = 0; step < 6; step++) {
        double density = DENSITY_AT_0 * Math.exp(-x * x / 2);
        x -= (beyondMedian(x, density) - share) / density;
      }
      table[h] = (float) x;
      table[COUNT - 1 - h] = (float) -x;
    }
    return table;
  }

  /** Φ(x) − ½ = φ(x)·(x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004). */
  private static double beyondMedian(double x, double density) {
    double term = x;
    double sum = x;
    for (int k = 3; term > 1e-17 * sum; k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return density * sum;
  }
}

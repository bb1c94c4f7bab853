package org.selftuning.kernel;

import java.util.Locale;
import java.util.Set;

/** Measures how long code of a cell takes: {@code %time}, {@code %timeit}. */
public final class Timing {
  static final Set<String> NAMES = Set.of("time", "timeit");
  private static final int ROUNDS = 7;
  private static final long ROUND_NS = 50_000_000;

  private Timing() {}

  /** Code without a value. */
  public interface Statement {
    void run() throws Exception;
  }

  /** Code with a value. */
  public interface Expression {
    Object run() throws Exception;
  }

  /** Runs {@code code} again and again, about half a second; says what one run takes. */
  public static String measure(Statement code) throws Exception {
    long count = 1;
    long elapsed = round(code, count);
    while (elapsed < ROUND_NS && count < 1 << 30) {
      count *= elapsed < ROUND_NS / 10 ? 10 : 2;
      elapsed = round(code, count);
    }
    double[] each = new double[ROUNDS];
    double mean = 0;
    for (int i = 0; i < ROUNDS; i++) {
      each[i] = (double) round(code, count) / count;
      mean += each[i] / ROUNDS;
    }
    double variance = 0;
    for (double one : each) {
      variance += (one - mean) * (one - mean) / (ROUNDS - 1);
    }
    return String.format(
        Locale.ROOT,
        "%s ± %s a loop (mean ± standard deviation of %d rounds of %,d)",
        duration(mean),
        duration(Math.sqrt(variance)),
        ROUNDS,
        count);
  }

  private static volatile Object seen; // keeps the compiler from leaving the code out

  /** As {@link #measure(Statement)}, for an expression. */
  public static String measureValue(Expression code) throws Exception {
    return measure(() -> seen = code.run());
  }

  private static long round(Statement code, long count) throws Exception {
    long start = System.nanoTime();
    for (long i = 0; i < count; i++) {
      code.run();
    }
    return System.nanoTime() - start;
  }

  /** A duration with its unit. */
  static String duration(double nanos) {
    if (nanos < 1e3) {
      return String.format(Locale.ROOT, "%.2f ns", nanos);
    }
    if (nanos < 1e6) {
      return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
    }
    return nanos < 1e9
        ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
        : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }
}

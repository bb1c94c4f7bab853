package org.selftuning.record;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a run is saved while it trains: after an epoch, once enough seconds or enough epochs
 * have passed since the last checkpoint.
 *
 * @param seconds the least time between two checkpoints; infinite where epochs count
 * @param epochs the epochs between two checkpoints; 0 where time counts
 */
public record CheckpointInterval(double seconds, int epochs) {
  /** Never. */
  public static final CheckpointInterval NEVER =
      new CheckpointInterval(Double.POSITIVE_INFINITY, 0);

  /** Once a minute. */
  public static final CheckpointInterval MINUTE = new CheckpointInterval(60, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(s|m|h|e)");
  private static final double SECONDS_IN_MINUTE = 60;
  private static final double SECONDS_IN_HOUR = 3600;
  private static final double NANO = 1e-9;
  private static final double LEAST_RATIO = 99;

  /**
   * Reads an interval: {@code 60s}, {@code 5m}, {@code 1h}, {@code 3e} for three epochs, {@code 0}
   * for never.
   *
   * @throws IllegalArgumentException if it is none; one line says what is
   */
  public static CheckpointInterval of(String text) {
    if (text.equals("0")) {
      return NEVER;
    }
    Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
    double number = form.matches() ? Double.parseDouble(form.group(1)) : 0;
    boolean inEpochs = form.matches() && form.group(2).equals("e");
    if (number <= 0 || (inEpochs && (number != Math.rint(number) || number > Integer.MAX_VALUE))) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no interval; write 60s, 5m, 1h, 3e for every 3 epochs, or 0 for never");
    }
    return switch (form.group(2)) {
      case "s" -> new CheckpointInterval(number, 0);
      case "m" -> new CheckpointInterval(number * SECONDS_IN_MINUTE, 0);
      case "h" -> new CheckpointInterval(number * SECONDS_IN_HOUR, 0);
      default -> new CheckpointInterval(Double.POSITIVE_INFINITY, (int) number);
    };
  }

  /** Begins to count towards the next checkpoint. */
  public Countdown begin() {
    return new Countdown();
  }

  /**
   * What has passed since the last checkpoint; one thread's. Where time counts, it is at least 99
   * times what that took, so that checkpoints cost at most 1 % of it.
   */
  public final class Countdown {
    private long last;
    private double least;
    private int passed;

    private Countdown() {
      restart(0);
    }

    /**
     * Begins again, after a checkpoint.
     *
     * @param nanos how long it took
     */
    public void restart(long nanos) {
      last = System.nanoTime();
      least = Math.max(seconds, LEAST_RATIO * nanos * NANO);
      passed = 0;
    }

    /** Counts an epoch; returns whether a checkpoint is due after it. */
    public boolean epoch() {
      passed++;
      return epochs > 0 ? passed >= epochs : (System.nanoTime() - last) * NANO >= least;
    }
  }

  @Override
  public String toString() {
    if (epochs > 0) {
      return epochs == 1 ? "epoch" : epochs + " epochs";
    }
    return seconds == Math.rint(seconds) ? (long) seconds + " s" : seconds + " s";
  }
}

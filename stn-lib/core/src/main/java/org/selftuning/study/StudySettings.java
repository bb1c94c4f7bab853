package org.selftuning.study;

import java.util.List;
import java.util.stream.IntStream;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;

/**
 * What a {@link ScheduleStudy} sets against the schedule that an STN finds. All in the
 * hyperparameter's own units.
 *
 * @param grid the fixed values that are tried; the best one, by validation loss, is the opponent
 * @param deviation standard deviation of the Gaussian noise around the best fixed value
 * @param amplitude of the sine around the best fixed value
 * @param period of the sine, in training steps
 * @param starts values at which further STNs start, to see whether their schedules meet; may be
 *     empty
 */
public record StudySettings(
    List<Double> grid, double deviation, double amplitude, double period, List<Double> starts) {

  /** The period of the paper's sine, in minibatches. */
  private static final double PAPER_PERIOD = 1200;

  /** Checks the numbers. */
  public StudySettings {
    grid = List.copyOf(grid);
    starts = List.copyOf(starts);
    if (grid.isEmpty()) {
      throw new IllegalArgumentException("a study needs at least one fixed value to compare with");
    }
    positive("deviation of the noise", deviation);
    positive("amplitude of the sine", amplitude);
    positive("period of the sine", period);
  }

  private static void positive(String what, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("the " + what + " must be positive, not " + value);
    }
  }

  /**
   * Five fixed values over the range, and noise, amplitude and period of the paper (0.05, 0.1 and
   * 1200 on an interval of length 1, in proportion on others).
   *
   * @throws IllegalArgumentException if the range is no interval: then no grid can be guessed
   */
  public static StudySettings of(Hyperparameter hyperparameter) {
    Range range = hyperparameter.range();
    if (!range.bounded()) {
      throw new IllegalArgumentException(
          "hyperparameter '"
              + hyperparameter.name()
              + "' has no bounded range; name the fixed values to compare with");
    }
    double length = range.high() - range.low();
    List<Double> grid =
        IntStream.of(1, 3, 5, 7, 9)
            .mapToDouble(tenth -> range.low() + length * tenth / 10)
            .map(value -> hyperparameter.discrete() ? Math.rint(value) : value)
            .distinct()
            .boxed()
            .toList();
    return new StudySettings(grid, 0.05 * length, 0.1 * length, PAPER_PERIOD, List.of());
  }

  /** Returns these settings with another {@code grid}. */
  public StudySettings grid(List<Double> grid) {
    return new StudySettings(grid, deviation, amplitude, period, starts);
  }

  /** Returns these settings with another {@code deviation}. */
  public StudySettings deviation(double deviation) {
    return new StudySettings(grid, deviation, amplitude, period, starts);
  }

  /** Returns these settings with another sine. */
  public StudySettings sinusoid(double amplitude, double period) {
    return new StudySettings(grid, deviation, amplitude, period, starts);
  }

  /** Returns these settings with other {@code starts}. */
  public StudySettings starts(List<Double> starts) {
    return new StudySettings(grid, deviation, amplitude, period, starts);
  }
}

package org.selftuning.compare;

import org.selftuning.search.Journal;
import org.selftuning.search.Study;
import org.selftuning.train.Score;

/**
 * One method with one seed, as far as it has come.
 *
 * @param method the method
 * @param seed its seed
 * @param journal what it did
 * @param end why it ended, or null while it runs
 * @param validation the best network's score on the validation part; NaN before the end
 * @param test its score on the test part; NaN before the end
 */
public record ComparisonRun(
    TuningMethod method, long seed, Journal journal, Study.End end, Score validation, Score test) {
  static final Score UNKNOWN = new Score(Double.NaN, Double.NaN);

  static ComparisonRun unfinished(TuningMethod method, long seed, Journal journal) {
    return new ComparisonRun(method, seed, journal, null, UNKNOWN, UNKNOWN);
  }

  /** Whether it has come to its end. */
  public boolean ended() {
    return end != null && end != Study.End.STOPPED;
  }

  /** The lowest validation loss so far; NaN before there is one. */
  public double lowest() {
    int size = journal.curve().size();
    return size == 0 ? Double.NaN : journal.curve().get(size - 1).loss();
  }

  /** The number of finished trials. */
  public int trials() {
    return journal.finished().size();
  }
}

package org.selftuning.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Trains one new network through a schedule of values, such as {@link Journal#lineage} of a
 * population: what the schedule alone is worth, without the selection that found it. Ends with the
 * schedule, or where a trial of it fails.
 */
public final class Replay implements Search {
  private final List<Trial> lineage;
  private int asked;
  private int told;

  /**
   * A replay.
   *
   * @param lineage trials, each continuing the one before
   */
  public Replay(List<Trial> lineage) {
    this.lineage = List.copyOf(lineage);
  }

  @Override
  public Optional<Trial> ask() {
    if (asked >= lineage.size() || told < asked) {
      return Optional.empty();
    }
    Trial original = lineage.get(asked);
    boolean last = asked == lineage.size() - 1;
    Trial trial = new Trial(asked, original.values(), original.epochs(), asked - 1, !last);
    asked++;
    return Optional.of(trial);
  }

  @Override
  public void tell(Trial trial, Outcome outcome) {
    told = outcome.failed() ? asked - 1 : asked;
    if (outcome.failed()) {
      asked = lineage.size();
    }
  }

  @Override
  public Set<Integer> continuable() {
    return told == 0 ? Set.of() : Set.of(told - 1);
  }
}

package org.selftuning.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Asynchronous successive halving (Li et al., MLSys 2020, Algorithm 2): a value is promoted to the
 * next rung as soon as it is among the best 1/η of those that have reached its own, and a new value
 * begins where none can be promoted. No worker waits. Rung k trains for r·η^k epochs in all, up to
 * R. It never ends.
 *
 * <p>Variant: a promoted value continues from its weights, and one that has fallen behind the best
 * 2/η of its rung is given up for good, so that the number of networks that wait stays small.
 */
public final class Asha implements Search {
  private final UnitCube cube;
  private final int eta;
  private final SplittableRandom random;
  private final int[] epochs;
  private final List<Map<Trial, Outcome>> rungs = new ArrayList<>();
  private final Set<Integer> waiting = new HashSet<>();
  private final Set<Integer> begun = new HashSet<>();
  private final Map<Integer, Integer> rungOf = new LinkedHashMap<>();
  private int asked;

  /**
   * Asynchronous successive halving.
   *
   * @param cube the values
   * @param least r, the epochs of the lowest rung
   * @param most R, the epochs of the highest
   * @param eta the reduction factor η: one in η values is promoted; at least 2
   * @param seed of its choices
   */
  public Asha(UnitCube cube, int least, int most, int eta, long seed) {
    if (eta < 2 || least < 1 || least > most) {
      throw new IllegalArgumentException(
          String.format(
              "asha: needs eta of at least 2 and 1 ≤ least ≤ most epochs, not eta %d, %d, %d",
              eta, least, most));
    }
    this.cube = cube;
    this.eta = eta;
    this.random = new SplittableRandom(seed);
    List<Integer> lengths = new ArrayList<>();
    for (long r = least; r < most; r *= eta) {
      lengths.add((int) r);
    }
    lengths.add(most);
    this.epochs = lengths.stream().mapToInt(r -> r).toArray();
    for (int k = 0; k < epochs.length; k++) {
      rungs.add(new LinkedHashMap<>());
    }
  }

  @Override
  public Optional<Trial> ask() {
    for (int k = epochs.length - 2; k >= 0; k--) {
      Trial best = promotable(k);
      if (best != null) {
        begun.add(best.id());
        return Optional.of(trial(best.values(), k + 1, best.id()));
      }
    }
    List<Double> values = cube.values(RandomSearch.point(random, cube.size()));
    return Optional.of(trial(values, 0, Trial.NONE));
  }

  private Trial trial(List<Double> values, int rung, int from) {
    rungOf.put(asked, rung);
    return new Trial(asked++, values, epochs[rung], from, rung < epochs.length - 1);
  }

  private Trial promotable(int rung) {
    Map<Trial, Outcome> there = rungs.get(rung);
    return there.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> entry.getValue().rank()))
        .limit(there.size() / eta)
        .map(Map.Entry::getKey)
        .filter(trial -> waiting.contains(trial.id()) && !begun.contains(trial.id()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void tell(Trial trial, Outcome outcome) {
    waiting.remove(trial.from());
    Map<Trial, Outcome> rung = rungs.get(rungOf.get(trial.id()));
    rung.put(trial, outcome);
    if (trial.kept() && !outcome.failed()) {
      waiting.add(trial.id());
    }
    long worthWaiting = (2L * rung.size() + eta - 1) / eta;
    rung.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> entry.getValue().rank()))
        .skip(worthWaiting)
        .map(entry -> entry.getKey().id())
        .filter(id -> !begun.contains(id))
        .forEach(waiting::remove);
  }

  @Override
  public Set<Integer> continuable() {
    return Set.copyOf(waiting);
  }
}

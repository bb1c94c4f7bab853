package org.selftuning.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Successive halving (Jamieson &amp; Talwalkar, AISTATS 2016): n values train for r epochs, the
 * best n/η of them continue to r·η, and so on up to R. A promoted value continues from its weights.
 */
final class Bracket {
  private final int eta;
  private final int most;
  private final Supplier<List<Double>> draw;
  private final Map<Integer, Trial> open = new LinkedHashMap<>();
  private final List<Trial> done = new ArrayList<>();
  private final Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
  private List<Trial> promoted = List.of();
  private int promotions;
  private int left;
  private double epochs;

  /**
   * A bracket.
   *
   * @param size n, the values at the start
   * @param epochs r, how long they train at first
   * @param most R, the most epochs
   * @param eta the reduction factor η: one in η values is promoted
   * @param draw draws values
   */
  Bracket(int size, double epochs, int most, int eta, Supplier<List<Double>> draw) {
    this.left = size;
    this.promotions = size / eta;
    this.epochs = epochs;
    this.most = most;
    this.eta = eta;
    this.draw = draw;
  }

  /** The next trial, of number {@code id}; empty while results are awaited, and at the end. */
  Optional<Trial> ask(int id) {
    if (left == 0) {
      return Optional.empty();
    }
    boolean last = epochs >= most;
    int length = (int) Math.max(1, Math.round(Math.min(epochs, most)));
    Trial from = promoted.isEmpty() ? null : promoted.get(promoted.size() - left);
    Trial trial =
        from == null
            ? new Trial(id, draw.get(), length, Trial.NONE, !last)
            : new Trial(id, from.values(), length, from.id(), !last);
    left--;
    open.put(id, trial);
    return Optional.of(trial);
  }

  /** Takes a result; false if the trial is none of this bracket. */
  boolean tell(Trial trial, Outcome outcome) {
    if (open.remove(trial.id()) == null) {
      return false;
    }
    done.add(trial);
    outcomes.put(trial.id(), outcome);
    if (left == 0 && open.isEmpty()) {
      rise();
    }
    return true;
  }

  private void rise() {
    promoted = epochs >= most ? List.of() : bestDone();
    left = promoted.size();
    promotions = left / eta;
    epochs *= eta;
    done.clear();
  }

  /** The best of the finished trials, from which the next rung continues. */
  private List<Trial> bestDone() {
    return done.stream()
        .filter(trial -> !outcomes.get(trial.id()).failed())
        .sorted(Comparator.comparingDouble(trial -> outcomes.get(trial.id()).rank()))
        .limit(promotions)
        .toList();
  }

  /** Whether nothing is left to try or to await. */
  boolean ended() {
    return left == 0 && open.isEmpty();
  }

  /** The trials that others of this bracket may continue. */
  Set<Integer> continuable() {
    Set<Integer> ids = new HashSet<>();
    promoted.forEach(trial -> ids.add(trial.id()));
    bestDone().forEach(trial -> ids.add(trial.id()));
    return ended() ? Set.of() : ids;
  }
}

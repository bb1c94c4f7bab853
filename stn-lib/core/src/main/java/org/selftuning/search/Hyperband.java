package org.selftuning.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Hyperband (Li et al., JMLR 2018, Algorithm 1): brackets of successive halving, from many values
 * with little training each to few with all of it, because it is unknown how soon a good value can
 * be distinguished from a bad one. For s = s_max … 0, and then again:
 *
 * <pre>
 *   s_max = ⌊log_η R⌋    n = ⌈(s_max + 1) / (s + 1) · η^s⌉    r = R · η^−s
 * </pre>
 *
 * <p>Variant: a promoted value continues from its weights. Where trials run in parallel and a
 * bracket awaits results, the next one begins.
 */
public final class Hyperband implements Search {
  private final UnitCube cube;
  private final int most;
  private final int eta;
  private final int deepest;
  private final SplittableRandom random;
  private final List<Bracket> brackets = new ArrayList<>();
  private int next;
  private int asked;

  /**
   * Hyperband.
   *
   * @param cube the values
   * @param epochs R, the most epochs of a value
   * @param eta the reduction factor η: one in η values is promoted; at least 2, often 3
   * @param seed of its choices
   */
  public Hyperband(UnitCube cube, int epochs, int eta, long seed) {
    if (eta < 2) {
      throw new IllegalArgumentException("hyperband: eta must be at least 2, not " + eta);
    }
    this.cube = cube;
    this.most = epochs;
    this.eta = eta;
    this.deepest = (int) Math.floor(Math.log(epochs) / Math.log(eta) + 1e-9);
    this.next = deepest;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Optional<Trial> ask() {
    for (Bracket bracket : brackets) {
      Optional<Trial> trial = bracket.ask(asked);
      if (trial.isPresent()) {
        asked++;
        return trial;
      }
    }
    double power = Math.pow(eta, next);
    int size = (int) Math.ceil((deepest + 1.0) / (next + 1) * power - 1e-9);
    Bracket bracket =
        new Bracket(
            size,
            most / power,
            most,
            eta,
            () -> cube.values(RandomSearch.point(random, cube.size())));
    next = next == 0 ? deepest : next - 1;
    brackets.add(bracket);
    return bracket.ask(asked++);
  }

  @Override
  public void tell(Trial trial, Outcome outcome) {
    for (Bracket bracket : brackets) {
      if (bracket.tell(trial, outcome)) {
        break;
      }
    }
    brackets.removeIf(Bracket::ended);
  }

  @Override
  public Set<Integer> continuable() {
    Set<Integer> ids = new HashSet<>();
    brackets.forEach(bracket -> ids.addAll(bracket.continuable()));
    return ids;
  }
}

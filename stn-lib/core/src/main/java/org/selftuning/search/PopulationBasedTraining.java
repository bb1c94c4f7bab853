package org.selftuning.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Population based training (Jaderberg et al., arXiv 1711.09846): a population trains side by side,
 * an interval of epochs at a time. After each, a member among the worst fifth takes over weights
 * and values of one among the best fifth (exploit), and changes the values (explore): each is drawn
 * again with probability 1/4, else multiplied by 0.8 or 1.2. What it finds is a schedule, {@link
 * Journal#schedule}, and {@link Replay} takes a new network through it.
 *
 * <p>Variant: factors multiply coordinates of the {@link UnitCube}, so that a value stays in its
 * range and a half-line moves by decades. Members are ranked by their latest validation loss among
 * all that are at most one interval behind; they take turns, and wait for nobody.
 */
public final class PopulationBasedTraining implements Search {
  private static final double SHARE = 0.2;
  private static final double RESAMPLE = 0.25;
  private static final double DOWN = 0.8;
  private static final double UP = 1.2;

  private final UnitCube cube;
  private final int interval;
  private final int most;
  private final SplittableRandom random;
  private final Trial[] latest;
  private final Outcome[] outcomes;
  private final Deque<Integer> idle = new ArrayDeque<>();
  private final Map<Trial, Integer> open = new LinkedHashMap<>();
  private int asked;

  /**
   * Population based training.
   *
   * @param cube the values
   * @param population members, at least 2
   * @param interval epochs between two changes
   * @param epochs the most epochs of a member; one that reaches them restarts with new weights
   * @param seed of its choices
   */
  public PopulationBasedTraining(
      UnitCube cube, int population, int interval, int epochs, long seed) {
    if (population < 2 || interval < 1) {
      throw new IllegalArgumentException(
          String.format(
              "population based training needs at least 2 members and 1 epoch, not %d and %d",
              population, interval));
    }
    this.cube = cube;
    this.interval = interval;
    this.most = epochs;
    this.random = new SplittableRandom(seed);
    this.latest = new Trial[population];
    this.outcomes = new Outcome[population];
    for (int member = 0; member < population; member++) {
      idle.add(member);
    }
  }

  @Override
  public Optional<Trial> ask() {
    if (idle.isEmpty()) {
      return Optional.empty();
    }
    int member = idle.poll();
    Trial trial = next(member);
    open.put(trial, member);
    asked++;
    return Optional.of(trial);
  }

  private Trial next(int member) {
    Trial own = latest[member];
    int source = own == null ? member : source(member);
    if (own == null || outcomes[source].failed() || latest[source].epochs() >= most) {
      double[] point = RandomSearch.point(random, cube.size());
      return new Trial(asked, cube.values(point), Math.min(interval, most), Trial.NONE, true);
    }
    Trial from = latest[source];
    List<Double> values = source == member ? own.values() : explore(from.values());
    return new Trial(asked, values, Math.min(from.epochs() + interval, most), from.id(), true);
  }

  /** The member whose weights this one continues with: itself, or one of the best. */
  private int source(int member) {
    List<Integer> comparable = new ArrayList<>();
    for (int other = 0; other < latest.length; other++) {
      boolean along =
          latest[other] != null && latest[other].epochs() >= latest[member].epochs() - interval;
      if (along || other == member) {
        comparable.add(other);
      }
    }
    int few = (int) Math.ceil(SHARE * latest.length);
    if (comparable.size() < 2 * few) {
      return member;
    }
    comparable.sort(Comparator.comparingDouble(this::standing));
    boolean poor = comparable.indexOf(member) >= comparable.size() - few;
    return poor ? comparable.get(random.nextInt(few)) : member;
  }

  private double standing(int member) {
    Outcome outcome = outcomes[member];
    boolean none = outcome.failed() || Double.isNaN(outcome.latest());
    return none ? Double.POSITIVE_INFINITY : outcome.latest();
  }

  private List<Double> explore(List<Double> values) {
    double[] point = cube.point(values);
    for (int i = 0; i < point.length; i++) {
      point[i] =
          random.nextDouble() < RESAMPLE
              ? random.nextDouble()
              : Math.min(1, point[i] * (random.nextBoolean() ? UP : DOWN));
    }
    return cube.values(point);
  }

  @Override
  public void tell(Trial trial, Outcome outcome) {
    int member = open.remove(trial);
    latest[member] = trial;
    outcomes[member] = outcome;
    idle.add(member);
  }

  @Override
  public Set<Integer> continuable() {
    Set<Integer> ids = new HashSet<>();
    Arrays.stream(latest).filter(trial -> trial != null).forEach(trial -> ids.add(trial.id()));
    open.keySet().forEach(trial -> ids.add(trial.from()));
    return ids;
  }
}

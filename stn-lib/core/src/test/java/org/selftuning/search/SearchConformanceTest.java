package org.selftuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.Hyperparameter;

/** What every search method keeps, whatever it does. */
@Timeout(60)
class SearchConformanceTest {
  private static final int MOST = 9;
  private static final int BUDGET = 100;
  private static final UnitCube CUBE = Functions.mixedCube();
  private static final Map<String, LongFunction<Search>> METHODS = new TreeMap<>();

  static {
    METHODS.put("grid", seed -> new GridSearch(CUBE, 2, MOST, seed));
    METHODS.put("random", seed -> new RandomSearch(CUBE, MOST, seed));
    METHODS.put("bayesian", seed -> new BayesianOptimization(CUBE, MOST, seed));
    METHODS.put("hyperband", seed -> new Hyperband(CUBE, MOST, 3, seed));
    METHODS.put("asha", seed -> new Asha(CUBE, 1, MOST, 3, seed));
    METHODS.put("pbt", seed -> new PopulationBasedTraining(CUBE, 5, 2, MOST, seed));
  }

  static Set<String> methods() {
    return METHODS.keySet();
  }

  private static Search search(String method, long seed) {
    return METHODS.get(method).apply(seed);
  }

  /** A smooth function of all five values. */
  private static double bowl(List<Double> values) {
    double sum = 0;
    for (double u : CUBE.point(values)) {
      sum += (u - 0.3) * (u - 0.3);
    }
    return sum;
  }

  private static Journal study(String method, long seed, int threads, Objective objective) {
    Study study = new Study(search(method, seed), objective, Budget.epochs(BUDGET), threads);
    assertThat(study.run()).isEqualTo(Study.End.SPENT);
    return study.journal();
  }

  private static List<Trial> trials(Journal journal) {
    return journal.events().stream().filter(e -> e.outcome() == null).map(e -> e.trial()).toList();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void staysInItsBounds(String method) {
    for (long seed = 1; seed <= 2; seed++) {
      for (Trial trial :
          trials(study(method, seed, 1, Functions.trained(SearchConformanceTest::bowl)))) {
        assertThat(trial.epochs()).isBetween(1, MOST);
        assertThat(trial.values()).hasSize(CUBE.size());
        for (int i = 0; i < CUBE.size(); i++) {
          Hyperparameter h = CUBE.space().hyperparameters().get(i);
          double value = trial.values().get(i);
          assertThat(value).isFinite();
          assertThat(h.range().contains(value)).as("%s = %s", h.name(), value).isTrue();
          if (h.discrete()) {
            assertThat(value).isEqualTo(Math.rint(value));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void goesOnOnlyFromWhatItKeepsAndWhatIsStillThere(String method) {
    Search search = search(method, 1);
    Map<Integer, Trial> done = new HashMap<>();
    Set<Integer> kept = new HashSet<>();
    Objective objective = Functions.trained(SearchConformanceTest::bowl);
    List<Trial> open = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Optional<Trial> asked = search.ask();
      if (asked.isPresent()) {
        Trial trial = asked.get();
        if (trial.from() != Trial.NONE) {
          assertThat(kept).contains(trial.from());
          assertThat(done.get(trial.from()).kept()).isTrue();
          assertThat(trial.epochs()).isGreaterThan(done.get(trial.from()).epochs());
        }
        open.add(trial);
      }
      // Results come late, and in another order.
      if (open.size() > 3 || asked.isEmpty()) {
        Trial trial = open.remove(open.size() / 2);
        search.tell(trial, outcome(objective, trial));
        done.put(trial.id(), trial);
        if (trial.kept()) {
          kept.add(trial.id());
        }
        Set<Integer> needed = search.continuable();
        kept.removeIf(id -> !needed.contains(id));
        assertThat(kept.size()).isLessThan(40);
      }
    }
  }

  private static Outcome outcome(Objective objective, Trial trial) {
    try {
      return objective.evaluate(trial, new Unwatched());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void isAFunctionOfItsSeed(String method) {
    Objective objective = Functions.trained(SearchConformanceTest::bowl);
    Journal first = study(method, 7, 1, objective);
    Journal again = study(method, 7, 1, objective);
    assertThat(again.events()).isEqualTo(first.events());
    assertThat(trials(study(method, 8, 1, objective))).isNotEqualTo(trials(first));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void neverSpendsMoreThanItsBudget(String method) {
    AtomicInteger epochs = new AtomicInteger();
    Objective objective =
        (trial, watch) -> {
          Outcome[] outcome = new Outcome[1];
          outcome[0] =
              Functions.trained(SearchConformanceTest::bowl)
                  .evaluate(
                      trial,
                      new Unwatched() {
                        @Override
                        public boolean epoch(int number, double loss) {
                          epochs.incrementAndGet();
                          return watch.epoch(number, loss);
                        }
                      });
          return outcome[0];
        };
    Journal journal = study(method, 1, 1, objective);
    assertThat(epochs.get()).isEqualTo(BUDGET);
    assertThat(journal.epochs()).isEqualTo(BUDGET);
    assertThat(journal.curve()).isNotEmpty();
    for (int i = 1; i < journal.curve().size(); i++) {
      Journal.Point before = journal.curve().get(i - 1);
      Journal.Point now = journal.curve().get(i);
      assertThat(now.loss()).isLessThan(before.loss());
      assertThat(now.epochs()).isGreaterThan(before.epochs()).isLessThanOrEqualTo(BUDGET);
      assertThat(now.seconds()).isGreaterThanOrEqualTo(before.seconds());
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void goesOnAfterAStopAsIfThereHadBeenNone(String method) {
    Objective objective = Functions.trained(SearchConformanceTest::bowl);
    Journal whole = study(method, 3, 1, objective);
    Journal journal = Journal.empty();
    int stops = 0;
    Study.End end = Study.End.STOPPED;
    while (end == Study.End.STOPPED) {
      Study study = new Study(search(method, 3), objective, Budget.epochs(BUDGET), 1);
      study.resume(Journal.of(journal.toJson()));
      AtomicInteger ended = new AtomicInteger();
      study.listen(
          new StudyListener() {
            @Override
            public void ended(Trial trial, Outcome outcome) {
              if (ended.incrementAndGet() == 5) {
                study.stop();
              }
            }
          });
      end = study.run();
      journal = study.journal();
      stops++;
    }
    assertThat(stops).isGreaterThan(2);
    assertThat(journal.events()).isEqualTo(whole.events());
    assertThat(journal.epochs()).isEqualTo(whole.epochs());
    assertThat(journal.curve().stream().map(Journal.Point::loss))
        .isEqualTo(whole.curve().stream().map(Journal.Point::loss).toList());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void refusesTheJournalOfAnotherSeed(String method) {
    Journal journal = study(method, 3, 1, Functions.trained(SearchConformanceTest::bowl));
    Study other =
        new Study(
            search(method, 4),
            Functions.trained(SearchConformanceTest::bowl),
            Budget.epochs(BUDGET),
            1);
    assertThatThrownBy(() -> other.resume(journal))
        .hasMessageContaining("another search, or another seed")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void survivesTrialsThatFail(String method) {
    Objective objective =
        (trial, watch) ->
            switch (trial.id() % 4) {
              case 1 -> throw new IllegalStateException("this one throws");
              case 2 -> Outcome.failed("diverged at step 3");
              case 3 -> throw new StackOverflowError();
              default -> Functions.trained(SearchConformanceTest::bowl).evaluate(trial, watch);
            };
    Journal journal = study(method, 1, 1, objective);
    assertThat(journal.failures()).isGreaterThan(5);
    assertThat(journal.lowest()).isFinite();
    assertThat(journal.finished().values().stream().map(Outcome::failure))
        .contains("this one throws", "diverged at step 3", "StackOverflowError", "");
    for (Trial trial : trials(journal)) {
      if (trial.from() != Trial.NONE) {
        Trial from = trials(journal).get(trial.from());
        assertThat(journal.finished().get(from).failed()).as("%s", trial).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void endsWhereEveryTrialFails(String method) {
    Objective objective = (trial, watch) -> Outcome.failed("no");
    Study study = new Study(search(method, 1), objective, Budget.seconds(3600), 2);
    assertThat(study.run()).isEqualTo(Study.End.HOPELESS);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void keepsSeveralThreadsAtWork(String method) {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch met = new CountDownLatch(3); // the first three wait for one another
    Objective objective =
        (trial, watch) -> {
          threads.add(Thread.currentThread().getName());
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          met.countDown();
          try {
            met.await(20, TimeUnit.SECONDS);
            if (trial.id() % 5 == 4) {
              throw new IllegalStateException("one of five");
            }
            return Functions.trained(SearchConformanceTest::bowl).evaluate(trial, watch);
          } finally {
            now.decrementAndGet();
          }
        };
    Journal journal = study(method, 1, 3, objective);
    assertThat(threads).hasSize(3);
    assertThat(most.get()).isEqualTo(3);
    assertThat(journal.open()).isEmpty();
    assertThat(journal.epochs()).isGreaterThanOrEqualTo(BUDGET);
    assertThat(new HashSet<>(trials(journal))).hasSize(trials(journal).size());
  }

  /** A watch of a trial that nobody ends. */
  private static class Unwatched implements Objective.Watch {
    @Override
    public boolean epoch(int number, double loss) {
      return true;
    }

    @Override
    public void whenStopped(Runnable stop) {}
  }
}

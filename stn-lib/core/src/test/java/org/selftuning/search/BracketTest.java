package org.selftuning.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selftuning.record.Schedule;

/** What the methods that stop trials early do with their outcomes. */
class BracketTest {
  private static Outcome lossOf(Trial trial) {
    double loss = trial.values().get(0);
    return Outcome.completed(loss, loss, trial.epochs(), 0);
  }

  /** Table 1 of Li et al. (2018): R = 81, η = 3. */
  @Test
  void hyperbandTakesTheRungsOfThePaper() {
    Search search = new Hyperband(Functions.braninCube(), 81, 3, 1);
    int[][][] brackets = {
      {{81, 1}, {27, 3}, {9, 9}, {3, 27}, {1, 81}},
      {{34, 3}, {11, 9}, {3, 27}, {1, 81}},
      {{15, 9}, {5, 27}, {1, 81}},
      {{8, 27}, {2, 81}},
      {{5, 81}},
      {{81, 1}}
    };
    for (int[][] bracket : brackets) {
      List<Trial> before = List.of();
      for (int[] rung : bracket) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < rung[0]; i++) {
          Trial trial = search.ask().orElseThrow();
          assertThat(trial.epochs()).isEqualTo(rung[1]);
          assertThat(trial.kept()).isEqualTo(rung[1] < 81);
          trials.add(trial);
        }
        if (!before.isEmpty()) {
          assertThat(trials.stream().map(Trial::values))
              .isEqualTo(
                  before.stream()
                      .sorted(Comparator.comparingDouble(t -> t.values().get(0)))
                      .limit(rung[0])
                      .map(Trial::values)
                      .toList());
        }
        trials.forEach(trial -> search.tell(trial, lossOf(trial)));
        before = trials;
      }
    }
  }

  @Test
  void ashaPromotesTheBestThirdAsSoonAsThereIsOne() {
    Search search = new Asha(Functions.braninCube(), 1, 9, 3, 1);
    List<Trial> first = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      first.add(search.ask().orElseThrow());
    }
    assertThat(first).allMatch(trial -> trial.from() == Trial.NONE && trial.epochs() == 1);
    first.forEach(trial -> search.tell(trial, lossOf(trial)));
    Trial best = first.stream().min(Comparator.comparingDouble(t -> t.values().get(0))).get();
    Trial promoted = search.ask().orElseThrow();
    assertThat(promoted.from()).isEqualTo(best.id());
    assertThat(promoted.values()).isEqualTo(best.values());
    assertThat(promoted.epochs()).isEqualTo(3);
    assertThat(search.ask().orElseThrow().from()).isEqualTo(Trial.NONE);
  }

  @Test
  void pbtReplacesItsWorstByItsBestAndLeavesASchedule() {
    Search search = new PopulationBasedTraining(Functions.braninCube(), 5, 2, 100, 3);
    List<Journal.Event> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Trial trial = search.ask().orElseThrow();
      events.add(told(search, trial, i));
    }
    for (int i = 0; i < 4; i++) {
      Trial trial = search.ask().orElseThrow();
      assertThat(trial.from()).isEqualTo(i);
      events.add(told(search, trial, i - 0.5));
    }
    Trial exploits = search.ask().orElseThrow();
    assertThat(exploits.from()).isEqualTo(5); // what the best member has come to
    assertThat(exploits.epochs()).isEqualTo(6);
    events.add(told(search, exploits, -3));
    Journal journal = new Journal(events, List.of(), 22, 0);
    List<Trial> lineage = journal.lineage();
    assertThat(lineage.stream().map(Trial::id)).containsExactly(0, 5, 9);
    Schedule schedule = journal.schedule(Functions.braninCube().space(), 10);
    assertThat(schedule.steps()).containsExactly(0, 20, 40);
    assertThat(schedule.at(39, "x1")).isEqualTo(lineage.get(1).values().get(0));
    assertThat(schedule.at(19, "x1")).isEqualTo(lineage.get(0).values().get(0));
    assertThat(schedule.at(41, "x1")).isEqualTo(exploits.values().get(0));
  }

  private static Journal.Event told(Search search, Trial trial, double loss) {
    Outcome outcome = Outcome.completed(loss, loss, trial.epochs(), 0);
    search.tell(trial, outcome);
    return new Journal.Event(trial, outcome);
  }

  @Test
  void replayTakesTheSameValuesInOneNetwork() {
    Search search = new PopulationBasedTraining(Functions.braninCube(), 4, 3, 30, 1);
    Study study = new Study(search, Functions.trained(Functions::branin), Budget.epochs(120), 1);
    study.run();
    List<Trial> lineage = study.journal().lineage();
    assertThat(lineage.size()).isGreaterThan(2);
    Study replay =
        new Study(new Replay(lineage), Functions.trained(Functions::branin), Budget.epochs(500), 1);
    assertThat(replay.run()).isEqualTo(Study.End.EXHAUSTED);
    List<Trial> replayed = List.copyOf(replay.journal().finished().keySet());
    assertThat(replayed.stream().map(Trial::values))
        .isEqualTo(lineage.stream().map(Trial::values).toList());
    for (int i = 0; i < replayed.size(); i++) {
      assertThat(replayed.get(i).from()).isEqualTo(i - 1);
    }
  }
}

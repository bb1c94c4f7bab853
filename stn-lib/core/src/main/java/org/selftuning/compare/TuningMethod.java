package org.selftuning.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.selftuning.model.Nearest;
import org.selftuning.search.Asha;
import org.selftuning.search.BayesianOptimization;
import org.selftuning.search.GridSearch;
import org.selftuning.search.Hyperband;
import org.selftuning.search.PopulationBasedTraining;
import org.selftuning.search.RandomSearch;
import org.selftuning.search.Search;
import org.selftuning.search.SelfTuning;
import org.selftuning.search.UnitCube;
import org.selftuning.train.Method;
import org.selftuning.train.TrainOptions;

/** A method that takes part in a comparison. */
public enum TuningMethod {
  /** The gated network that tunes itself. */
  STN("STN"),
  /** The same with a centered response, learned on linearized outputs. */
  DELTA_STN("Δ-STN"),
  /** {@link GridSearch}. */
  GRID("Grid"),
  /** {@link RandomSearch}. */
  RANDOM("Random"),
  /** {@link BayesianOptimization}. */
  BAYESIAN("Bayesian"),
  /** {@link Hyperband}. */
  HYPERBAND("Hyperband"),
  /** {@link Asha}. */
  ASHA("ASHA"),
  /** {@link PopulationBasedTraining}. */
  PBT("PBT");

  private final String title;

  TuningMethod(String title) {
    this.title = title;
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  /** The word by which it is chosen, such as {@code hyperband}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(TuningMethod::word).toList();
  }

  /**
   * Returns the method of this word.
   *
   * @throws IllegalArgumentException if there is none; one line names the nearest
   */
  public static TuningMethod of(String word) {
    for (TuningMethod method : values()) {
      if (method.word().equals(word.toLowerCase(Locale.ROOT))) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "there is no method '" + word + "'" + Nearest.hint(word, words()));
  }

  /** Returns the options by which its networks are trained. */
  TrainOptions training(TrainOptions options) {
    return options.method(this == DELTA_STN ? Method.DELTA_STN : Method.STN);
  }

  /** Returns the method, fresh. */
  Search search(UnitCube cube, int epochs, ComparisonOptions options, long seed) {
    int eta = options.eta();
    return switch (this) {
      case STN, DELTA_STN -> new SelfTuning(epochs);
      case GRID -> new GridSearch(cube, options.gridOf(cube), epochs, seed);
      case RANDOM -> new RandomSearch(cube, epochs, seed);
      case BAYESIAN -> new BayesianOptimization(cube, epochs, seed);
      case HYPERBAND -> new Hyperband(cube, epochs, eta, seed);
      case ASHA -> new Asha(cube, Math.max(1, epochs / (eta * eta * eta)), epochs, eta, seed);
      case PBT ->
          new PopulationBasedTraining(
              cube, options.population(), options.intervalOf(epochs), epochs, seed);
    };
  }
}

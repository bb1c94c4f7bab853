package org.selftuning.magics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.selftuning.compare.Comparison;
import org.selftuning.compare.ComparisonOptions;
import org.selftuning.compare.Contender;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.Budget;
import org.selftuning.train.TrainOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is compared, and for how long, as options of a command. */
public final class CompareArguments {
  private static final ComparisonOptions DEFAULTS = ComparisonOptions.of(Budget.epochs(1));

  @Option(
      names = "--methods",
      paramLabel = "METHOD",
      split = ",",
      completionCandidates = Methods.class,
      description = "${COMPLETION-CANDIDATES} (all)")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--budget-seconds",
      paramLabel = "S",
      description = "the seconds that each method may take, with each seed")
  private Double seconds;

  @Option(
      names = "--budget-epochs",
      paramLabel = "N",
      description = "the epochs that each method may take, all its trials together")
  private Long epochs;

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      description = "the seeds with which each method runs once: 1,2,3 (the one of --seed)")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "trials of a method that run at once (${DEFAULT-VALUE})")
  private int threads = DEFAULTS.threads();

  @Option(
      names = "--grid",
      paramLabel = "K",
      description = "grid: values of each hyperparameter (as many as make about 30 points)")
  private int grid = DEFAULTS.grid();

  @Option(
      names = "--population",
      paramLabel = "N",
      description = "pbt: members of the population (${DEFAULT-VALUE})")
  private int population = DEFAULTS.population();

  @Option(
      names = "--interval",
      paramLabel = "N",
      description = "pbt: epochs between two changes (a twentieth of --epochs)")
  private int interval = DEFAULTS.interval();

  @Option(
      names = "--eta",
      paramLabel = "N",
      description = "hyperband and asha: one in how many goes on (${DEFAULT-VALUE})")
  private int eta = DEFAULTS.eta();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "keep everything in this folder, also tables and charts; the same command goes on there"
              + " after a stop")
  private Path out;

  @Mixin private TrainArguments training;

  /** Made by picocli. */
  public CompareArguments() {}

  /** The methods there are. */
  static final class Methods implements Iterable<String> {
    Methods() {}

    @Override
    public Iterator<String> iterator() {
      return Contender.words().iterator();
    }
  }

  /** The folder in which it is kept, if one is. */
  public Optional<Path> folder() {
    return Optional.ofNullable(out);
  }

  /**
   * Returns the comparison.
   *
   * @param folder where it is kept, if anywhere
   * @throws IllegalArgumentException if the options make none, or don't fit the model; one line
   *     says why
   */
  public Comparison comparison(ModelSpec model, Source data, Optional<Path> folder) {
    if (seconds == null && epochs == null) {
      throw new IllegalArgumentException(
          "a comparison needs a budget: give it --budget-seconds 60, or --budget-epochs 500");
    }
    TrainOptions options = training.options();
    Budget budget =
        new Budget(
            epochs == null ? Budget.ANY : epochs,
            seconds == null ? Double.POSITIVE_INFINITY : seconds);
    ComparisonOptions wanted =
        new ComparisonOptions(
            (methods.isEmpty() ? Contender.words() : methods).stream().map(Contender::of).toList(),
            seeds.isEmpty() ? List.of(options.seed()) : seeds,
            budget,
            threads,
            grid,
            population,
            interval,
            eta);
    Comparison comparison = new Comparison(model, data, options, training.device(), wanted, folder);
    comparison.checkpointEvery(training.checkpointEvery());
    return comparison;
  }
}

package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.selftuning.compare.Comparison;
import org.selftuning.compare.ComparisonOptions;
import org.selftuning.compare.TuningMethod;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.search.Budget;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.TrialExecutor;
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
      description =
          "trials of a method that run at once (1; elsewhere than on threads, what is left for each"
              + " method and seed where all of them run side by side)")
  private Integer threads;

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
      description =
          "hyperband and asha: the reduction factor η: one trial in N continues (${DEFAULT-VALUE})")
  private int eta = DEFAULTS.eta();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "keep everything in this folder, also tables and charts; the same command continues there"
              + " after a stop")
  private Path out;

  @Mixin private ChartFiles charts;

  @Mixin private ExecutorArguments executor;

  @Mixin private TrainArguments training;

  /** Made by picocli. */
  public CompareArguments() {}

  /** The methods there are. */
  static final class Methods implements Iterable<String> {
    Methods() {}

    @Override
    public Iterator<String> iterator() {
      return TuningMethod.words().iterator();
    }
  }

  /** The folder in which it is kept, if one is. */
  public Optional<Path> folder() {
    return Optional.ofNullable(out);
  }

  /** How its charts look, and the forms that are written. */
  public ChartStyle charts(ChartStyle usual) {
    return charts.style(usual);
  }

  /** Where its trials are tried. */
  ExecutorArguments executor() {
    return executor;
  }

  /** Starts what trials are tried on; see {@link ExecutorArguments#open}. */
  public Optional<TrialExecutor> open(ModelSpec model, Optional<Path> folder) throws IOException {
    return executor.open(
        new ExecutorSettings(model, training.options(), training.device()), folder);
  }

  /**
   * Returns the comparison.
   *
   * @param words those by which the data were made; none for data from a cell
   * @param folder where it is kept, if anywhere
   * @param elsewhere where trials are tried; none for threads of this process
   * @throws IllegalArgumentException if the options make none, or don't fit the model; one line
   *     says why
   * @throws IOException if the data are to be shipped, and cannot be written
   */
  public Comparison comparison(
      ModelSpec model,
      Source data,
      Optional<String> words,
      Optional<Path> folder,
      Optional<TrialExecutor> elsewhere)
      throws IOException {
    ComparisonOptions wanted = options(elsewhere);
    Comparison comparison =
        new Comparison(model, data, training.options(), training.device(), wanted, folder);
    comparison.checkpointEvery(training.checkpointEvery());
    comparison.limit(executor.limit());
    if (elsewhere.isPresent()) {
      comparison.on(elsewhere.get(), executor.words(data, words, folder));
    }
    return comparison;
  }

  /** Refuses options that make no comparison, before anything is started for it. */
  public void check() {
    options(Optional.empty());
  }

  private ComparisonOptions options(Optional<TrialExecutor> elsewhere) {
    if (seconds == null && epochs == null) {
      throw new IllegalArgumentException(
          "a comparison needs a budget: give it --budget-seconds 60, or --budget-epochs 500");
    }
    Budget budget =
        new Budget(
            epochs == null ? Budget.ANY : epochs,
            seconds == null ? Double.POSITIVE_INFINITY : seconds);
    List<TuningMethod> chosen =
        (methods.isEmpty() ? TuningMethod.words() : methods)
            .stream().map(TuningMethod::of).toList();
    List<Long> all = seeds.isEmpty() ? List.of(training.options().seed()) : seeds;
    int share =
        elsewhere
            .map(e -> seconds == null ? e.slots() / (chosen.size() * all.size()) : e.slots())
            .orElse(DEFAULTS.threads());
    return new ComparisonOptions(
        chosen,
        all,
        budget,
        threads == null ? Math.max(1, share) : threads,
        grid,
        population,
        interval,
        eta);
  }
}

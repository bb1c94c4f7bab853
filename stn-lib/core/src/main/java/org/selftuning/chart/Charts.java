package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.Importance;
import org.selftuning.compare.SweepResult;
import org.selftuning.compare.Trials;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.model.ModelSpec;
import org.selftuning.predict.ClassificationReport;
import org.selftuning.predict.RegressionReport;
import org.selftuning.record.History;
import org.selftuning.record.Probe;
import org.selftuning.record.RunResult;
import org.selftuning.record.RunSnapshot;
import org.selftuning.record.Schedule;
import org.selftuning.record.Sensitivity;
import org.selftuning.study.StudyResult;
import org.selftuning.theory.Curves;
import org.selftuning.theory.SigmaStudy;
import org.selftuning.train.Metric;

/**
 * The charts of runs and networks. Each call looks at a history as it is now, also while its run
 * trains, and returns a figure that will not change. While a run trains, its axes grow in steps,
 * and never with every update.
 */
public final class Charts {
  static final int WIDTH = 900;
  static final int HEIGHT = 420;

  private Charts() {}

  /**
   * A network as a picture: a box for each layer with its arguments and the shape of what it makes,
   * residuals and branches as paths at its side, what is repeated in a frame, and a dot in the
   * color of each hyperparameter where it acts. Layers whose weights respond are blue.
   *
   * @param name what the model is called
   * @throws IllegalArgumentException if there are more layers than a picture can show
   * @since 0.2.0
   */
  public static Figure network(String name, ModelSpec model) {
    return NetworkFigure.of(name, model);
  }

  /** Training, validation and test loss over epochs. */
  public static Figure losses(History history) {
    return Figure.of(LossPanel.of(history.snapshot()));
  }

  /** Training, validation and test accuracy over epochs. */
  public static Figure accuracies(History history) {
    return Figure.of(AccuracyPanel.of(history.snapshot()));
  }

  /**
   * The hyperparameters over training steps, in their own units, with a band of ±σ; as small
   * multiples where there are more than seven or their ranges differ too much for one axis.
   */
  public static Figure hyperparameters(History history) {
    return HyperparameterFigure.values(history.snapshot());
  }

  /** The scales σ of the perturbations over training steps. */
  public static Figure sigma(History history) {
    return HyperparameterFigure.sigma(history.snapshot());
  }

  /** Losses and hyperparameters in one picture, to be shown again and again while a run trains. */
  public static Figure live(History history) {
    return LiveFigure.of(history.snapshot());
  }

  /** The validation losses of several runs, by name, over each other. */
  public static Figure validationLosses(Map<String, History> runs) {
    Map<String, RunSnapshot> snapshots = new LinkedHashMap<>();
    runs.forEach((name, history) -> snapshots.put(name, history.snapshot()));
    return Figure.of(ComparisonPanel.of(snapshots));
  }

  /**
   * The test errors of several runs, by name, as bars: the share of examples classified wrongly, or
   * the test loss where a run has no accuracy, the test perplexity where all are on texts. The
   * title names no winner: one run each has no deviation over seeds.
   */
  public static Figure testErrors(Map<String, RunResult> runs) {
    boolean texts =
        !runs.isEmpty() && runs.values().stream().allMatch(r -> r.metric() == Metric.PERPLEXITY);
    boolean rates =
        !texts && runs.values().stream().noneMatch(r -> Double.isNaN(r.test().accuracy()));
    Metric metric = texts ? Metric.PERPLEXITY : Metric.LOSS;
    List<String> names = new ArrayList<>(runs.keySet());
    double[] errors =
        runs.values().stream()
            .mapToDouble(r -> rates ? 100 * (1 - r.test().accuracy()) : metric.of(r.test().loss()))
            .toArray();
    int best = 0;
    int worst = 0;
    for (int i = 1; i < errors.length; i++) {
      best = errors[i] < errors[best] || Double.isNaN(errors[best]) ? i : best;
      worst = errors[i] > errors[worst] || Double.isNaN(errors[worst]) ? i : worst;
    }
    String unit = rates ? " %" : "";
    String what = rates ? "test error" : "test " + metric.noun();
    String title =
        errors.length == 0 || Double.isNaN(errors[best])
            ? "No run has been tested"
            : best == worst
                ? names.get(best) + " has a " + what + " of " + Reading.steady(errors[best]) + unit
                : String.format(
                    "A %s of %s to %s%s, one run each",
                    what, Reading.steady(errors[best]), Reading.steady(errors[worst]), unit);
    String subtitle =
        rates
            ? "Share of test examples classified wrongly"
            : texts ? "Perplexity of a word of the test part" : "Mean test loss per example";
    return new BarFigure(
            title,
            subtitle,
            rates ? "test error, %" : what,
            names,
            errors,
            i -> Double.isNaN(errors[i]) ? "not tested" : Reading.steady(errors[i]) + unit,
            errors.length > 0 && !Double.isNaN(errors[best]) ? best : -1,
            Palette::series)
        .figure();
  }

  /** The lowest validation loss of several methods over the epochs that they spent. */
  public static Figure comparisonByEpochs(ComparisonResult result) {
    return Figure.of(SearchPanel.of(result, SearchPanel.Currency.EPOCHS));
  }

  /** The lowest validation loss of several methods over the seconds that they spent. */
  public static Figure comparisonBySeconds(ComparisonResult result) {
    return Figure.of(SearchPanel.of(result, SearchPanel.Currency.SECONDS));
  }

  /** The mean validation losses of a sweep's points over epochs, ± a standard deviation shaded. */
  public static Figure sweep(SweepResult sweep) {
    return Figure.of(SweepPanel.of(sweep));
  }

  /**
   * Trials as lines over parallel axes, one for each thing that was varied and one for the loss.
   */
  public static Figure parallelCoordinates(Trials trials) {
    return new ParallelCoordinates(trials).figure();
  }

  /** How much of the losses of trials each hyperparameter explains alone, as bars. */
  public static Figure importance(Importance importance) {
    return ImportanceFigure.of(importance);
  }

  /** The schedules of several runs, by name, over each other. */
  public static Figure schedules(Map<String, Schedule> schedules) {
    return SchedulePanels.figure(schedules);
  }

  /** The scales σ of several runs, by name, over each other. */
  public static Figure sigmas(Map<String, History> runs) {
    Map<String, Schedule> sigmas = new LinkedHashMap<>();
    runs.forEach((name, history) -> sigmas.put(name, Schedule.ofSigma(history)));
    return SchedulePanels.sigmas(sigmas);
  }

  /**
   * What runs expect of other hyperparameters: along one as a curve, along each of several as small
   * multiples, those of several runs over each other; over two at once as a map.
   *
   * @throws IllegalArgumentException if there is nothing to be seen, or maps beside others
   */
  public static Figure probe(Probe... probes) {
    boolean map = Arrays.stream(probes).anyMatch(probe -> probe.sides().size() > 1);
    if (probes.length == 0 || (map && probes.length > 1)) {
      throw new IllegalArgumentException("one map or any number of curves makes a chart");
    }
    return map ? new ProbeMap(probes[0]).figure() : ProbeFigure.of(List.of(probes));
  }

  /**
   * The elements of a vector of hyperparameters at this moment, as a map.
   *
   * @param run the run's name
   * @param space its hyperparameters
   * @param values their values, in their own units
   * @param vector the vector's name; null for the only one
   * @throws IllegalArgumentException if there is no such vector, or none is named and there are
   *     several
   */
  public static Figure vector(
      String run, HyperparameterSpace space, double[] values, String vector) {
    List<HyperparameterSpace.Part> vectors =
        space.parts().stream().filter(HyperparameterSpace.Part::vector).toList();
    List<HyperparameterSpace.Part> wanted =
        vectors.stream().filter(part -> vector == null || part.name().equals(vector)).toList();
    if (wanted.size() != 1) {
      String names =
          vectors.stream().map(HyperparameterSpace.Part::name).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "a map shows one vector of hyperparameters; run '"
              + run
              + "' has "
              + (vectors.isEmpty() ? "none" : names + ": name one of them"));
    }
    HyperparameterSpace.Part part = wanted.get(0);
    double[] own = Arrays.copyOfRange(values, part.from(), part.from() + part.size());
    return new VectorMap(run, part.name(), own).figure();
  }

  /** Which hyperparameters matter to a run, as bars. */
  public static Figure sensitivity(Sensitivity sensitivity) {
    return SensitivityFigure.of(sensitivity);
  }

  /** Which classes are taken for which, as a matrix. */
  public static Figure confusion(ClassificationReport report) {
    return new ConfusionFigure(report).figure();
  }

  /** How often predictions of a certain confidence are right. */
  public static Figure reliability(ClassificationReport report) {
    return Figure.of(ReliabilityPanel.of(report));
  }

  /**
   * The residuals of one number over its predictions.
   *
   * @param data what people call the data
   */
  public static Figure residuals(String data, RegressionReport.Of target) {
    return new ResidualFigure(data, target).figure();
  }

  /** What a study of a schedule found: the validation and test results of its rows. */
  public static Figure study(StudyResult study) {
    return StudyFigures.rows(study);
  }

  /**
   * The losses of a study's fixed values, and those of the STN and its schedule as levels. Beside
   * several starts the STN's is their mean, ± a standard deviation shaded. Of one hyperparameter
   * there are no parallel coordinates, and its importance is what this chart shows.
   *
   * @throws IllegalArgumentException if no fixed value is trained yet
   * @since 0.2.0
   */
  public static Figure studyGrid(StudyResult study) {
    if (study.grid().isEmpty()) {
      throw new IllegalArgumentException("no fixed value of this study is trained yet");
    }
    return StudyFigures.grid(study);
  }

  /**
   * The schedules that a study's STNs took from several starting values, their mean ± a standard
   * deviation shaded.
   */
  public static Figure studyStarts(StudyResult study) {
    return StudyFigures.starts(study);
  }

  /**
   * Functions of one variable, over each other.
   *
   * @param title what is seen
   * @param subtitle what is plotted
   */
  public static Figure curves(String title, String subtitle, Curves curves) {
    return CurvesFigure.of(title, subtitle, curves);
  }

  /** Several such charts as small multiples, each under its name. */
  public static Figure curves(String title, String subtitle, Map<String, Curves> cells) {
    return CurvesFigure.of(title, subtitle, cells);
  }

  /**
   * Positive functions of one positive variable, over each other, both axes logarithmic: a power of
   * the variable is a straight line.
   *
   * @param title what is seen
   * @param subtitle what is plotted, with its unit
   * @param curves two points or more; what is not positive is left out
   * @since 0.2.0
   */
  public static Figure logarithmic(String title, String subtitle, Curves curves) {
    return CurvesFigure.logarithmic(title, subtitle, curves);
  }

  /**
   * What σ does to the fitted response: for each σ the exact and the fitted weight along the
   * principal direction that is bent most, ±σ shaded.
   */
  public static Figure responses(SigmaStudy study) {
    return SigmaFigure.responses(study);
  }

  /** How far value and slope of the fitted response are off, over σ. */
  public static Figure responseErrors(SigmaStudy study) {
    return SigmaFigure.errors(study);
  }

  /**
   * Draws a chart and throws it away, so that the first one to be shown comes at once; the first
   * takes a second or two. Made for a background thread at start-up.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public static void warmUp() {
    losses(new History()).png();
  }

  /** Why charts can't be drawn on this machine, with the cure; empty where they can. */
  public static Optional<String> problem() {
    try {
      Lettering.check();
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }
}

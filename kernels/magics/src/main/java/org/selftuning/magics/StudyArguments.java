package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.selftuning.data.Source;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Nearest;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.TrialExecutor;
import org.selftuning.study.ScheduleStudy;
import org.selftuning.study.StudySettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is compared in a study of one hyperparameter's schedule, as options of a command. */
public final class StudyArguments {
  @Option(
      names = "--hyperparameter",
      paramLabel = "NAME",
      description = "whose schedule is studied; needed where the model tunes several")
  private String name;

  @Option(
      names = "--others",
      paramLabel = "NAME=VALUE",
      split = ",",
      description =
          "where the other hyperparameters are fixed: at a VALUE for all of them, at NAME=VALUE"
              + " where named (their starts)")
  private List<String> others = new ArrayList<>();

  @Option(
      names = "--grid",
      paramLabel = "VALUE",
      split = ",",
      description = "the fixed values to compare with (five over the range)")
  private List<Double> grid = new ArrayList<>();

  @Option(
      names = "--noise",
      paramLabel = "STD",
      description = "deviation of the Gaussian noise (a twentieth of the range)")
  private Double noise;

  @Option(
      names = "--sine",
      paramLabel = "NUMBER",
      split = ",",
      description = "amplitude and period of the sine, in steps (a tenth of the range, and 1200)")
  private List<Double> sine = new ArrayList<>();

  @Option(
      names = "--starts",
      paramLabel = "VALUE",
      split = ",",
      description = "train STNs from these values too, to see whether their schedules meet")
  private List<Double> starts = new ArrayList<>();

  @Mixin private ChartFiles charts;

  @Mixin private ExecutorArguments executor;

  /** Made by picocli. */
  public StudyArguments() {}

  /** How its charts look, and the forms that are written. */
  public ChartStyle charts(ChartStyle usual) {
    return charts.style(usual);
  }

  /** Starts what runs are trained on; see {@link ExecutorArguments#open}. */
  public Optional<TrialExecutor> open(
      ModelSpec model, TrainArguments training, Optional<Path> folder) throws IOException {
    return executor.open(
        new ExecutorSettings(model, training.options(), training.device()), folder);
  }

  /**
   * Returns the study.
   *
   * @param model tunes the one hyperparameter that is studied
   * @param words those by which the data were made; none for data from a cell
   * @param folder where it is kept, if anywhere
   * @param elsewhere where runs are trained; none for this process
   * @throws IllegalArgumentException if the options make none; one line says why
   * @throws IOException if the data are to be shipped, and cannot be written
   */
  public ScheduleStudy study(
      ModelSpec model,
      Source data,
      Optional<String> words,
      TrainArguments training,
      Optional<Path> folder,
      Optional<TrialExecutor> elsewhere)
      throws IOException {
    ScheduleStudy study =
        new ScheduleStudy(model, data, training.options(), training.device(), settings(model));
    study.checkpointEvery(training.checkpointEvery());
    study.limit(executor.limit());
    if (elsewhere.isPresent()) {
      study.on(elsewhere.get(), executor.words(data, words, folder));
    }
    return study;
  }

  /**
   * Returns {@code model} with all hyperparameters fixed but the one that is studied.
   *
   * @throws IllegalArgumentException if it is unclear which; one line says what to give
   */
  public ModelSpec model(ModelSpec model) {
    List<String> names = model.space().names();
    if (name == null && names.size() != 1) {
      throw new IllegalArgumentException(
          names.isEmpty()
              ? "the model tunes no hyperparameter, so there is no schedule to study"
              : "say whose schedule is studied: --hyperparameter " + String.join(" or ", names));
    }
    String studied = name == null ? names.get(0) : name;
    if (!names.contains(studied)) {
      throw new IllegalArgumentException(
          "the model has no hyperparameter '" + studied + "'" + Nearest.hint(studied, names));
    }
    Map<String, Double> fixed = new LinkedHashMap<>(FixArguments.values("--others", model, others));
    fixed.remove(studied);
    return model.withFixed(fixed);
  }

  /**
   * The settings of a study of the one hyperparameter that {@code model} tunes.
   *
   * @throws IllegalArgumentException if they make no study; one line says why
   */
  public StudySettings settings(ModelSpec model) {
    Hyperparameter hyperparameter = model.hyperparameters().get(0);
    if (!sine.isEmpty() && sine.size() != 2) {
      throw new IllegalArgumentException(
          "--sine takes amplitude and period, such as 0.1,1200, not " + sine.size() + " numbers");
    }
    if (!hyperparameter.range().bounded() && (grid.isEmpty() || noise == null || sine.isEmpty())) {
      throw new IllegalArgumentException(
          "'" + hyperparameter.name() + "' has no bounded range; give --grid, --noise and --sine");
    }
    StudySettings settings =
        hyperparameter.range().bounded()
            ? StudySettings.of(hyperparameter)
            : new StudySettings(grid, noise, sine.get(0), sine.get(1), starts);
    settings = grid.isEmpty() ? settings : settings.grid(grid);
    settings = noise == null ? settings : settings.deviation(noise);
    settings = sine.isEmpty() ? settings : settings.sinusoid(sine.get(0), sine.get(1));
    return settings.starts(starts);
  }
}

package org.selftuning.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.ComparisonRun;
import org.selftuning.compare.Importance;
import org.selftuning.compare.Trials;
import org.selftuning.compare.TuningMethod;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.predict.ClassificationReport;
import org.selftuning.predict.RegressionReport;
import org.selftuning.record.History;
import org.selftuning.record.MadeUpRun;
import org.selftuning.record.Probe;
import org.selftuning.record.RunResult;
import org.selftuning.record.Schedule;
import org.selftuning.record.Sensitivity;
import org.selftuning.search.Budget;
import org.selftuning.search.Journal;
import org.selftuning.search.Study;
import org.selftuning.study.ScheduleStudy;
import org.selftuning.study.StudyResult;
import org.selftuning.study.StudyRun;
import org.selftuning.theory.Curves;
import org.selftuning.theory.FittedResponse;
import org.selftuning.theory.LinearNetwork;
import org.selftuning.theory.Observations;
import org.selftuning.theory.SigmaStudy;
import org.selftuning.train.Method;
import org.selftuning.train.Metric;
import org.selftuning.train.Score;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Every kind of chart in every state a run can be in. As a program it writes them into a folder, to
 * be looked at.
 */
final class Gallery {
  private Gallery() {}

  static Map<String, Figure> figures() {
    Map<String, Figure> figures = new LinkedHashMap<>();
    MadeUpRun run = new MadeUpRun(60, 20, MadeUpRun.dropouts());
    History done = run.history();
    done.test(60, new Score(0.345, 0.906));
    figures.put("losses", Charts.losses(done));
    figures.put("accuracies", Charts.accuracies(done));
    figures.put("hyperparameters", Charts.hyperparameters(done));
    figures.put("sigma", Charts.sigma(done));
    figures.put("live", Charts.live(done));
    figures.put("live-empty", Charts.live(new History()));
    figures.put("live-begun", Charts.live(run.historyUpTo(7)));
    figures.put("live-warmup", Charts.live(run.historyUpTo(34)));
    figures.put("live-later", Charts.live(run.historyUpTo(430)));
    figures.put("losses-later", Charts.losses(run.historyUpTo(430)));

    History mnist =
        new MadeUpRun(12, 400, MadeUpRun.dropouts()).losses(2.3, 0.06).overfit(0).history();
    figures.put("losses-mnist", Charts.losses(mnist));
    figures.put("live-mnist", Charts.live(mnist));
    History text =
        new MadeUpRun(30, 50, MadeUpRun.many()).losses(9.2, 4.7).overfit(0).onText().history();
    text.test(30, new Score(Math.log(108), 0.3));
    figures.put("live-text", Charts.live(text));
    figures.put("test-perplexities", Charts.testErrors(Map.of("STN", RunResult.of(text))));
    History wide = new MadeUpRun(40, 50, List.of()).losses(30, 0.01).overfit(0).history();
    figures.put("losses-log", Charts.losses(wide));
    figures.put("live-plain", Charts.live(wide));

    figures.put(
        "live-diverged",
        Charts.live(
            new MadeUpRun(14, 20, MadeUpRun.dropouts())
                .ends(TrainingOutcome.Cause.DIVERGED)
                .history()));
    figures.put(
        "losses-stopped",
        Charts.losses(
            new MadeUpRun(23, 20, MadeUpRun.dropouts())
                .ends(TrainingOutcome.Cause.STOPPED)
                .history()));
    figures.put(
        "hyperparameters-early",
        Charts.hyperparameters(
            new MadeUpRun(34, 20, MadeUpRun.dropouts())
                .ends(TrainingOutcome.Cause.EARLY_STOP)
                .history()));

    List<Hyperparameter> wordy =
        MadeUpRun.dropouts().stream()
            .map(
                h ->
                    Hyperparameter.continuous(
                        "the rate of "
                            + h.name()
                            + " & <others>, for "
                            + "every example of a minibatch",
                        h.range(),
                        h.start()))
            .toList();
    figures.put("live-wordy", Charts.live(new MadeUpRun(20, 20, wordy).history()));
    figures.put("wordy", Charts.hyperparameters(new MadeUpRun(20, 20, wordy).history()));

    List<Hyperparameter> many = MadeUpRun.many();
    History nine = new MadeUpRun(50, 40, many).history();
    figures.put("multiples", Charts.hyperparameters(nine));
    figures.put("multiples-sigma", Charts.sigma(nine));
    figures.put("multiples-live", Charts.live(new MadeUpRun(50, 40, many).historyUpTo(900)));
    figures.put(
        "multiples-mixed",
        Charts.hyperparameters(new MadeUpRun(50, 40, many.subList(2, 6)).history()));
    figures.put(
        "discrete", Charts.hyperparameters(new MadeUpRun(50, 40, many.subList(3, 4)).history()));
    figures.put(
        "half-line", Charts.hyperparameters(new MadeUpRun(50, 40, many.subList(7, 8)).history()));

    Map<String, History> runs = new LinkedHashMap<>();
    runs.put("STN", new MadeUpRun(60, 20, MadeUpRun.dropouts()).overfit(0.0002).history());
    runs.put("fixed 0.05", new MadeUpRun(60, 20, List.of()).overfit(0.006).history());
    runs.put(
        "fixed 0.5", new MadeUpRun(60, 20, List.of()).losses(2.3, 0.31).overfit(0.0001).history());
    figures.put("validation-losses", Charts.validationLosses(runs));
    Map<String, RunResult> results = new LinkedHashMap<>();
    double error = 0.081;
    for (Map.Entry<String, History> entry : runs.entrySet()) {
      entry.getValue().test(60, new Score(0.3, 1 - error));
      results.put(entry.getKey(), RunResult.of(entry.getValue()));
      error += 0.023;
    }
    figures.put("test-errors", Charts.testErrors(results));
    Map<String, Schedule> schedules = new LinkedHashMap<>();
    schedules.put("seed 1", Schedule.of(done));
    schedules.put("seed 2", Schedule.of(new MadeUpRun(50, 25, MadeUpRun.dropouts()).history()));
    schedules.put(
        "seed 3", Schedule.of(new MadeUpRun(60, 22, MadeUpRun.dropouts()).warmup(8).history()));
    figures.put("schedules", Charts.schedules(schedules));
    Map<String, Schedule> one = new LinkedHashMap<>();
    for (int seed = 1; seed <= 3; seed++) {
      one.put(
          "seed " + seed,
          Schedule.of(
              new MadeUpRun(60, 20, MadeUpRun.dropouts().subList(0, 1)).warmup(seed).history()));
    }
    figures.put("schedule", Charts.schedules(one));
    figures.put("sigma-overlaid", Charts.sigmas(Map.of("STN", done)));
    History fifteen = new MadeUpRun(80, 40, MadeUpRun.fifteen()).history();
    figures.put("multiples-fifteen", Charts.hyperparameters(fifteen));
    probes(figures);
    studies(figures);
    comparisons(figures);
    trials(figures);
    theory(figures);
    reports(figures);
    networks(figures);
    return figures;
  }

  /** The networks of the notebooks, and one with every composition. */
  private static void networks(Map<String, Figure> figures) {
    models().forEach((name, model) -> figures.put("network-" + name, Charts.network(name, model)));
  }

  static Map<String, ModelSpec> models() {
    Map<String, ModelSpec> models = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("../../notebooks/models"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".yaml", "");
        models.put(name, ModelYaml.read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    models.put(
        "branches",
        ModelYaml.parse(
            """
            input: [16, 16, 3]
            hyperparameters:
              rate: {range: [0, 0.9], start: 0.1}
            layers:
              - gated-conv2d: {filters: 8, kernel: 3, padding: 1}
              - branches:
                  join: concatenate
                  paths:
                    - [{conv2d: {filters: 8, kernel: 1}}, relu]
                    - - conv2d: {filters: 8, kernel: 3, padding: 1}
                      - residual:
                          - batch-norm
                          - channel-dropout: rate
                      - relu
                    - [{conv2d: {filters: 16, kernel: 5, padding: 2}}]
                    - []
              - repeat:
                  times: 3
                  layers:
                    - residual:
                        - residual: [tanh]
                        - branches:
                            join: add
                            paths: [[sigmoid], [], [dropout: rate]]
              - global-average-pool
              - linear: 10
            loss: cross-entropy
            """));
    models.put("plain", ModelYaml.parse("input: 4\nlayers: [linear: 1]\nloss: squared-error\n"));
    return models;
  }

  private static void theory(Map<String, Figure> figures) {
    double[][] mixing = {{2, 0}, {0.3, 0.7}};
    LinearNetwork network =
        new LinearNetwork(
            Observations.draw(16, mixing, new double[] {0.8, 0.6}, 1.5, 2),
            Observations.draw(50, mixing, new double[] {0.8, 0.6}, 1.5, 3));
    figures.put(
        "curves",
        Charts.curves(
            "The gates close one after the other",
            "Gates of the exact best response",
            Curves.over("λ", -4, 9)
                .line("direction 1", l -> network.gates(l)[0])
                .line("direction 2", l -> network.gates(l)[1])
                .line("none", l -> Double.NaN)
                .mark("here", 2)
                .shade(1, 12)));
    figures.put(
        "logarithmic",
        Charts.logarithmic(
            "Time over width",
            "ms",
            Curves.over("width", 16, 2048, 8)
                .line("square", w -> 1e-4 * w * w)
                .line("root", Math::sqrt)
                .line("none", w -> 0)));
    List<SigmaStudy.Fit> fits = new ArrayList<>();
    for (double sigma : new double[] {0.01, 0.3, 3}) {
      FittedResponse best = FittedResponse.best(network, 2, sigma);
      fits.add(
          new SigmaStudy.Fit(sigma, sigma < 0.1 ? FittedResponse.best(network, 2, 2) : best, best));
    }
    SigmaStudy study = new SigmaStudy(network, 2, fits);
    figures.put("responses", Charts.responses(study));
    figures.put("response-errors", Charts.responseErrors(study));
  }

  private static void comparisons(Map<String, Figure> figures) {
    figures.put("search-seconds", Charts.comparisonBySeconds(comparison(3, true)));
    figures.put("search-epochs", Charts.comparisonByEpochs(comparison(3, true)));
    figures.put("search-running", Charts.comparisonBySeconds(comparison(1, false)));
    figures.put(
        "search-empty",
        Charts.comparisonBySeconds(
            new ComparisonResult(List.of(), Budget.seconds(60), Metric.LOSS)));
  }

  /** Trials of hyperparameters of which the first alone matters, and of settings. */
  private static void trials(Map<String, Figure> figures) {
    SplittableRandom random = new SplittableRandom(8);
    int n = 60;
    Table table = Table.create("trials");
    for (String name : List.of("dropout", "input_dropout", "cutout_holes", "weight_decay")) {
      boolean wide = name.equals("weight_decay");
      double[] values = random.doubles(n).map(u -> wide ? Math.pow(10, 6 * u - 5) : u).toArray();
      table.addColumns(DoubleColumn.create(name, values));
    }
    List<String> optimizers = List.of("sgd:0.1,0.9", "adam:0.001", "rmsprop:0.01");
    table.addColumns(
        StringColumn.create(
            "weights", IntStream.range(0, n).mapToObj(i -> optimizers.get(i % 3)).toList()));
    double[] losses =
        table.doubleColumn(0).asList().stream()
            .mapToDouble(x -> 0.3 + (x - 0.4) * (x - 0.4) + 0.03 * random.nextDouble())
            .toArray();
    table.addColumns(DoubleColumn.create("validation loss", losses));
    Trials trials = Trials.of(table, "validation loss");
    figures.put("parallel-coordinates", Charts.parallelCoordinates(trials));
    figures.put("importance", Charts.importance(Importance.of(trials, 1)));
    Table many = Table.create("many");
    for (int d = 0; d < 26; d++) {
      many.addColumns(DoubleColumn.create("conv" + d + "_dropout", random.doubles(20).toArray()));
    }
    many.addColumns(DoubleColumn.create("loss", random.doubles(20).toArray()));
    Trials noise = Trials.of(many, "loss");
    figures.put("parallel-coordinates-many", Charts.parallelCoordinates(noise));
    figures.put("importance-none", Charts.importance(Importance.of(noise, 1)));
  }

  /** All methods, each falling in steps of its own; the later ones not begun unless ended. */
  private static ComparisonResult comparison(int seeds, boolean ended) {
    List<ComparisonRun> runs = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    for (long seed = 1; seed <= seeds; seed++) {
      for (TuningMethod method : TuningMethod.values()) {
        boolean begun = ended || method.ordinal() < 3;
        boolean over = ended || method.ordinal() < 2;
        double floor = 0.2 + 0.02 * random.nextDouble() + 0.01 * method.ordinal();
        List<Journal.Point> curve = new ArrayList<>();
        double loss = 2.3;
        for (int epoch = 1; begun && epoch <= (over ? 400 : 90); epoch++) {
          if (random.nextDouble() < 0.2 || epoch == 1) {
            curve.add(new Journal.Point(epoch, 0.15 * epoch, loss));
            loss = floor + (loss - floor) * (0.75 + 0.1 * random.nextDouble());
          }
        }
        Journal journal =
            new Journal(List.of(), curve, begun ? (over ? 400 : 90) : 0, begun ? 60 : 0);
        Score score = new Score(loss, 0.9);
        runs.add(
            new ComparisonRun(method, seed, journal, over ? Study.End.SPENT : null, score, score));
      }
    }
    return new ComparisonResult(runs, Budget.seconds(60), Metric.LOSS);
  }

  /** Predictions of few classes, of many with long names, and of numbers. */
  private static void reports(Map<String, Figure> figures) {
    figures.put("confusion", Charts.confusion(classification(10, "%d", 30)));
    figures.put("confusion-two", Charts.confusion(classification(2, "kind %d", 400)));
    figures.put(
        "confusion-many", Charts.confusion(classification(40, "a very long name of class %d", 5)));
    figures.put("reliability", Charts.reliability(classification(10, "%d", 30)));
    SplittableRandom random = new SplittableRandom(4);
    double[] actual = random.doubles(400, 100, 900).toArray();
    double[] predicted = new double[400];
    Arrays.setAll(predicted, i -> 0.9 * actual[i] + 60 * random.nextDouble());
    figures.put(
        "residuals",
        Charts.residuals("homes", new RegressionReport.Of("price", actual, predicted)));
  }

  private static ClassificationReport classification(int classes, String name, int each) {
    SplittableRandom random = new SplittableRandom(3);
    int[][] confusion = new int[classes][classes];
    for (int i = 0; i < classes * each; i++) {
      int truth = i % classes;
      confusion[truth][random.nextInt(5) == 0 ? random.nextInt(classes) : truth]++;
    }
    List<ClassificationReport.Bin> bins = new ArrayList<>();
    for (int b = 3; b < 10; b++) {
      bins.add(new ClassificationReport.Bin(b * each / 5, 0.05 + b / 10.0, b / 11.0));
    }
    List<String> names = IntStream.range(0, classes).mapToObj(c -> String.format(name, c)).toList();
    return new ClassificationReport("test part", names, confusion, bins, 0.5, List.of(0.84));
  }

  /** Losses that are a bowl in the unconstrained hyperparameters, its bottom beside λ. */
  /** Rates of pixels, low in the middle; 1 of 57 is the last row's only one. */
  private static Figure vector() {
    List<Hyperparameter> pixels =
        Hyperparameter.vector(
            57, Hyperparameter.continuous("pixels", Range.interval(0, 0.95), 0.05));
    double[] values = new double[57];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.1 + 0.01 * Math.abs(i - 28);
    }
    return Charts.vector("digits", new HyperparameterSpace(pixels), values, null);
  }

  private static void probes(Map<String, Figure> figures) {
    List<Hyperparameter> many = MadeUpRun.many();
    Probe[] all = new Probe[many.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = curve("self-tuned", many.get(i), Metric.LOSS, 0.4 * (i % 3) - 0.3);
    }
    figures.put("vector", vector());
    figures.put("probe", Charts.probe(all[1]));
    figures.put("probe-edge", Charts.probe(curve("mlp", many.get(0), Metric.LOSS, 4)));
    figures.put("probe-text", Charts.probe(curve("lstm", many.get(0), Metric.PERPLEXITY, 0.2)));
    figures.put("probe-discrete", Charts.probe(all[3]));
    figures.put("probe-all", Charts.probe(all));
    figures.put(
        "probe-runs",
        Charts.probe(
            curve("STN", many.get(0), Metric.LOSS, 0.5),
            curve("other seed", many.get(0).start(0.2), Metric.LOSS, -0.2)));
    Probe.Side across = side(many.get(1), 15);
    Probe.Side up = side(many.get(3), 15);
    List<Double> losses = new ArrayList<>();
    for (int j = 0; j < 15; j++) {
      for (int i = 0; i < 15; i++) {
        double x = (i - 7) / 7.0 * 1.5 - 0.4;
        double y = (j - 7) / 7.0 * 1.5 + 0.3;
        losses.add(0.31 + 0.05 * (x * x + y * y + 0.8 * x * y));
      }
    }
    figures.put(
        "probe-map",
        Charts.probe(new Probe("self-tuned", Metric.LOSS, List.of(across, up), losses)));
    List<Sensitivity.Entry> entries = new ArrayList<>();
    for (int i = 0; i < many.size(); i++) {
      double share = 0.11 * Math.pow(0.7, i);
      entries.add(
          new Sensitivity.Entry(many.get(i), many.get(i).start(), 0.5, share, 0.01, 0.02 * share));
    }
    figures.put(
        "sensitivity",
        Charts.sensitivity(new Sensitivity("self-tuned", Metric.LOSS, 0.31, entries)));
  }

  private static Probe.Side side(Hyperparameter h, int points) {
    Range range = h.relaxed();
    double at = h.unconstrainedStart();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      values.add(range.value(at + 1.5 * (2.0 * i / (points - 1) - 1)));
    }
    return new Probe.Side(h, values, range.value(at), range.value(at - 0.5), range.value(at + 0.5));
  }

  private static Probe curve(String run, Hyperparameter h, Metric metric, double bottom) {
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      double x = 1.5 * (2.0 * i / 24 - 1) - bottom;
      losses.add((metric == Metric.PERPLEXITY ? 4.6 : 0.31) + 0.04 * x * x);
    }
    return new Probe(run, metric, List.of(side(h, 25)), losses);
  }

  /** The published numbers of the paper's Table 1, under made-up schedules. */
  private static void studies(Map<String, Figure> figures) {
    Hyperparameter rate = Hyperparameter.continuous("output dropout", Range.interval(0, 1), 0.05);
    double[] validation = {85.83, 85.87, 85.29, 89.65, 82.58, 82.87};
    double[] test = {83.19, 82.29, 82.15, 86.90, 79.02, 79.93};
    Schedule found = Schedule.of(rate, 4000, s -> 0.78 - 0.73 * Math.exp(-s / 900.0));
    List<Schedule> schedules =
        List.of(
            Schedule.constant(rate, 0.68),
            Schedule.gaussian(rate, 0.68, 0.05, 4000, 1),
            Schedule.sinusoid(rate, 0.68, 0.1, 1200, 4000),
            Schedule.constant(rate, 0.78),
            found,
            found);
    List<StudyRun> rows = new ArrayList<>();
    for (int i = 0; i < validation.length; i++) {
      rows.add(studyRun(ScheduleStudy.ROWS.get(i), schedules.get(i), validation[i], test[i]));
    }
    List<StudyRun> starts = new ArrayList<>(List.of(rows.get(4)));
    for (double start : new double[] {0.3, 0.5, 0.9}) {
      Schedule from =
          Schedule.of(
              rate, 4000, s -> 0.78 + (start - 0.77) * Math.exp(-s / (900.0 + 300 * start)));
      starts.add(studyRun("STN from " + start, from, 83 - 2 * start, 80));
    }
    List<StudyRun> grid = new ArrayList<>();
    for (double fixed : new double[] {0.1, 0.3, 0.5, 0.68, 0.9}) {
      double loss = 85.83 + 40 * (fixed - 0.68) * (fixed - 0.68);
      grid.add(studyRun("fixed at " + fixed, Schedule.constant(rate, fixed), loss, loss - 3));
    }
    StudyResult study = new StudyResult(rate, Metric.PERPLEXITY, rows, grid, starts, true);
    figures.put("study", Charts.study(study));
    figures.put("study-grid", Charts.studyGrid(study));
    figures.put("study-schedules", Charts.schedules(study.schedules()));
    figures.put("study-starts", Charts.studyStarts(study));
    StudyResult begun =
        new StudyResult(rate, Metric.PERPLEXITY, rows.subList(4, 5), List.of(), List.of(), false);
    figures.put("study-begun", Charts.study(begun));
  }

  private static StudyRun studyRun(String name, Schedule schedule, double validation, double test) {
    RunResult result =
        new RunResult(
            TrainingOutcome.Cause.COMPLETED,
            "all 40 epochs are done",
            40,
            31,
            new Score(Math.log(validation), 0.3),
            new Score(Math.log(test), 0.3),
            Map.of(),
            Map.of(),
            60,
            Metric.PERPLEXITY,
            Method.STN);
    return new StudyRun(name, schedule.at(0, "output dropout"), schedule, result);
  }

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    figures()
        .forEach(
            (name, figure) -> {
              long start = System.nanoTime();
              figure.save(folder.resolve(name + ".png"));
              long png = System.nanoTime();
              figure.save(folder.resolve(name + ".svg"));
              figure.save(folder.resolve(name + ".json"));
              figure.dark().save(folder.resolve("dark/" + name + ".png"));
              Figure paper = figure.width(Length.parse("8cm"));
              paper.save(folder.resolve("paper/" + name + ".png"));
              paper.save(folder.resolve("paper/" + name + ".svg"));
              paper.save(folder.resolve("paper/" + name + ".pdf"));
              figure.save(folder.resolve(name + ".txt"));
              System.out.printf("%-24s %d ms%n", name, (png - start) / 1_000_000);
            });
  }
}

package org.selftuning.launcher;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.selftuning.record.StepPlan;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Precision;
import org.selftuning.train.Method;
import org.selftuning.train.TrainOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times the standard models. */
@Command(
    name = "bench",
    description = {
      "Time training step, validation step and evaluation of the standard models, beside the"
          + " arithmetic of their products, the rate reached, and the device's own peak: the rate"
          + " of one large matrix product.",
      "With --scale, times and memory of a network that grows, beside the least time by the device's"
          + " peak, bandwidth and overhead (its roofline), the powers they grow by, and charts.",
      "To compare, run nothing else: every ratio is of medians of one run."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "MODEL",
      description =
          "Which models, by name or as files: MODEL.yaml; without it all that have a name.")
  List<String> models = BenchModel.names();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples of a minibatch; without it as in the model's experiment, or 32.")
  Integer batch;

  @Option(
      names = "--scale",
      paramLabel = "WHAT",
      description =
          "In place of models, let one number of the quickstart's training grow: width, batch,"
              + " depth, hyperparameters or data. Of the latter, whole epochs are timed.")
  String scale;

  @Option(
      names = "--trainings",
      arity = "0..1",
      split = ",",
      fallbackValue = "digits,cnn,words",
      paramLabel = "TRAINING",
      description =
          "In place of models, whole trainings as in a notebook, from the first step to the test,"
              + " with the live chart, and where their time goes: digits, cnn, words; without names"
              + " all.")
  List<String> trainings;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "With --trainings: how many; without it as in the notebook.")
  Integer epochs;

  @Option(
      names = "--values",
      split = ",",
      paramLabel = "N",
      description = "With --scale: its values, two or more; without it some decades.")
  List<Integer> values;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "With --scale: write the table (CSV) and the charts (PNG) there.")
  Path out;

  @Option(names = "--device", defaultValue = "cpu", description = "Where (default: cpu).")
  String device;

  @Option(
      names = "--precision",
      description = "How a GPU computes matrix products: fp32, tf32 or bf16 (its own choice).")
  String precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Processor threads; without it STN_THREADS or as many as there are.")
  Integer threads;

  @Option(
      names = "--steps",
      description = "Timed steps of each kind; without it as many as suit the model.")
  Integer steps;

  @Option(
      names = "--warmup",
      description = "Steps before timing; without it as many as suit the model.")
  Integer warmUp;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "stn",
      description = "The training method (default: stn).")
  String method;

  @Option(names = "--seed", defaultValue = "0", description = "Of data and weights (0).")
  long seed;

  @Option(
      names = "--product",
      defaultValue = "2048",
      description = "Rows and columns of the matrices whose product measures the peak (2048).")
  int product;

  @Option(
      names = "--against",
      paramLabel = "COMMAND",
      description =
          "Then run this command, which times the same models and prints a JSON line for each,"
              + " and print the ratios: its time ÷ ours. Can be given several times. With --scale it"
              + " runs at each value, with {value} in it replaced; with --trainings {trainings} is.")
  List<String> against = List.of();

  @Option(names = "--json", description = "Print one JSON line a model, and one a comparison.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    check();
    Device plain = Device.named(device);
    Device exact = precision == null ? plain : plain.at(Precision.named(precision));
    Device on = threads == null ? exact : exact.withThreads(threads);
    Method by = Method.named(method);
    if (trainings != null) {
      train();
    } else if (scale != null) {
      grow(GrowthScale.named(scale), by, on);
    } else {
      time(chosen(), by, on);
    }
    return 0;
  }

  private void time(Map<String, BenchModel> chosen, Method by, Device on)
      throws IOException, InterruptedException {
    Map<String, Bench.Timing> timings = new LinkedHashMap<>();
    Bench.Time peak = peak(on);
    for (Map.Entry<String, BenchModel> one : chosen.entrySet()) {
      String name = one.getKey();
      BenchModel model = batch == null ? one.getValue() : one.getValue().batch(batch);
      int timed = steps != null ? steps : model.steps();
      int before = warmUp != null ? warmUp : model.warmUp();
      Bench.Timing timing = Bench.time(model, by, on, timed, before, seed);
      timings.put(name, timing);
      say(
          json
              ? json(name, model, on, timed, timing, peak)
              : BenchReport.of(name, model, timing, peak));
    }
    for (String command : against) {
      List<Peer> peers = Peer.run(command);
      if (json) {
        peers.forEach(peer -> say(BenchReport.ratiosAsJson(command, peer, timings)));
      } else {
        say(BenchReport.ratios(command, peers, timings));
      }
    }
  }

  private void grow(GrowthScale what, Method by, Device on)
      throws IOException, InterruptedException {
    Bench.Time peak = peak(on);
    Growth growth = new Growth(what);
    for (int value : values == null ? what.usual() : values) {
      BenchModel model = what.at(value);
      model = batch == null ? model : model.batch(batch);
      if (growth.isEmpty()) {
        point(what, value, model, by, on, peak); // until everything is compiled
      }
      List<Peer> peers = new ArrayList<>();
      growth.add(value, point(what, value, model, by, on, peak));
      for (String command : against) {
        peers.addAll(Peer.run(command.replace("{value}", Integer.toString(value))));
      }
      peers.forEach(growth::add);
      if (json) {
        say(growth.json());
      } else {
        say(growth.row());
      }
    }
    if (!json) {
      say(growth.exponents());
    }
    if (out != null) {
      growth.write(out);
    }
  }

  private void train() throws Exception {
    List<BenchTraining> chosen = trainings.stream().map(BenchTraining::named).toList();
    Map<String, TrainingTimes> ours = new LinkedHashMap<>();
    for (BenchTraining training : chosen) {
      TrainingTimes times = training.run(epochs == null ? training.epochs() : epochs);
      ours.put(training.name(), times);
      say(json ? times.json(training.name()) : times.text(training));
    }
    for (String command : against) {
      String line =
          command
              .replace("{trainings}", String.join(",", ours.keySet()))
              .replace("{epochs}", Integer.toString(epochs == null ? 0 : epochs));
      say("against " + line);
      for (JsonObject theirs : Peer.lines(line)) {
        say(TrainingTimes.ratio(theirs, ours));
      }
    }
  }

  private Growth.Point point(
      GrowthScale what, int value, BenchModel model, Method by, Device on, Bench.Time peak) {
    int timed = steps != null ? steps : model.steps();
    int before = warmUp != null ? warmUp : model.warmUp();
    if (what == GrowthScale.DATA) {
      return EpochTimes.of(model, value, by, on, timed, before, seed);
    }
    Bench.Timing timing = Bench.time(model, by, on, timed, before, seed);
    Map<String, Bench.Time> times = new LinkedHashMap<>();
    times.put("training step", timing.train());
    times.put("validation step", timing.validateTuned());
    times.put("evaluation", timing.evaluate());
    TrainOptions options = model.options().method(by).tuneSigma(true);
    StepPlan plan = StepPlan.of(model.spec(), options, on);
    Roofline roofline = Roofline.of(on, peak, plan.memory());
    Map<String, Double> least = new LinkedHashMap<>();
    least.put("training step", roofline.ms(plan.of(StepPlan.Kind.TRAINING)));
    least.put("validation step", roofline.ms(plan.of(StepPlan.Kind.VALIDATION)));
    least.put("evaluation", roofline.ms(plan.of(StepPlan.Kind.EVALUATION)));
    return new Growth.Point(times, least, timing.memory());
  }

  /** The device's peak, which is printed for people. */
  private Bench.Time peak(Device on) {
    Bench.Time peak = Bench.product(on, product);
    if (!json) {
      say(BenchReport.peak(peak, product));
    }
    return peak;
  }

  private void say(Object line) {
    PrintWriter printed = spec.commandLine().getOut();
    printed.println(line);
    printed.flush();
  }

  /** Refuses numbers that can't be, and what belongs to --scale alone. */
  private void check() {
    if ((batch != null && batch < 1)
        || (steps != null && steps < 1)
        || (warmUp != null && warmUp < 0)
        || product < 1) {
      throw new IllegalArgumentException(
          "--batch, --steps and --product must be at least 1, and --warmup at least 0");
    }
    if ((trainings == null && epochs != null) || (epochs != null && epochs < 1)) {
      throw new IllegalArgumentException("--epochs is a number from 1, for --trainings");
    }
    if (trainings != null && scale != null) {
      throw new IllegalArgumentException("give --trainings or --scale, not both");
    }
    if (scale == null && (values != null || out != null)) {
      throw new IllegalArgumentException("--values and --out are for --scale; name one");
    }
    if ("batch".equals(scale) && batch != null) {
      throw new IllegalArgumentException("--scale batch sets the batch; leave out --batch");
    }
    boolean ascending = true;
    for (int i = 0; values != null && i < values.size(); i++) {
      ascending &= values.get(i) > (i == 0 ? 0 : values.get(i - 1));
    }
    if (values != null && (values.size() < 2 || !ascending)) {
      throw new IllegalArgumentException(
          "--values must be two or more whole numbers from 1, ascending, not "
              + values.toString().replaceAll("[\\[\\] ]", ""));
    }
  }

  /** The models by title. */
  private Map<String, BenchModel> chosen() {
    Map<String, BenchModel> chosen = new LinkedHashMap<>();
    models.forEach(name -> chosen.put(BenchModel.title(name), BenchModel.of(name)));
    return chosen;
  }

  private JsonObject json(
      String name, BenchModel model, Device on, int timed, Bench.Timing t, Bench.Time peak) {
    JsonObject line = new JsonObject();
    line.addProperty("model", name);
    line.addProperty("method", method);
    line.addProperty("device", on.name());
    line.addProperty("precision", on.precision().toString());
    line.addProperty("stn", Versions.own());
    line.addProperty("threads", on.threads());
    line.addProperty("train_step_ms", rounded(t.train().median()));
    line.addProperty("valid_step_ms", rounded(t.validate().median()));
    line.addProperty("valid_step_tuned_ms", rounded(t.validateTuned().median()));
    line.addProperty("eval_ms_per_batch", rounded(t.evaluate().median()));
    line.addProperty("batch", model.options().batch());
    line.addProperty("eval_batch", model.evaluationBatch());
    line.addProperty("steps", timed);
    line.addProperty("train_min_ms", rounded(t.train().least()));
    line.addProperty("valid_min_ms", rounded(t.validate().least()));
    line.addProperty("valid_tuned_min_ms", rounded(t.validateTuned().least()));
    line.addProperty("eval_min_ms", rounded(t.evaluate().least()));
    line.addProperty("train_gflop", rounded(t.train().operations() / 1e9));
    line.addProperty("valid_gflop", rounded(t.validate().operations() / 1e9));
    line.addProperty("valid_tuned_gflop", rounded(t.validateTuned().operations() / 1e9));
    line.addProperty("eval_gflop", rounded(t.evaluate().operations() / 1e9));
    line.addProperty("train_gflop_s", rounded(t.train().rate()));
    line.addProperty("valid_gflop_s", rounded(t.validate().rate()));
    line.addProperty("valid_tuned_gflop_s", rounded(t.validateTuned().rate()));
    line.addProperty("eval_gflop_s", rounded(t.evaluate().rate()));
    line.addProperty("peak_gflop_s", rounded(peak.rate()));
    line.addProperty("parameters", model.spec().parameterCount());
    line.addProperty("tensors_mb", rounded(t.memory() / 1e6));
    return line;
  }

  private static double rounded(double number) {
    return Math.round(number * 10_000) / 10_000.0;
  }
}

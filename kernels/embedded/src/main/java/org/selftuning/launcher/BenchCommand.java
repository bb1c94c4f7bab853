package org.selftuning.launcher;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Precision;
import org.selftuning.train.Method;
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
              + " and print the ratios: its time by ours. Can be given several times.")
  List<String> against = List.of();

  @Option(names = "--json", description = "Print one JSON line a model, and one a comparison.")
  boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Device plain = Device.named(device);
    Device exact = precision == null ? plain : plain.at(Precision.named(precision));
    Device on = threads == null ? exact : exact.withThreads(threads);
    Method by = Method.named(method);
    Map<String, BenchModel> chosen = checked();
    Map<String, Bench.Timing> timings = new LinkedHashMap<>();
    Bench.Time peak = Bench.product(on, product);
    if (!json) {
      out.println(BenchReport.peak(peak, product));
      out.flush();
    }
    for (Map.Entry<String, BenchModel> one : chosen.entrySet()) {
      String name = one.getKey();
      BenchModel model = batch == null ? one.getValue() : one.getValue().batch(batch);
      int timed = steps != null ? steps : model.steps();
      int before = warmUp != null ? warmUp : model.warmUp();
      Bench.Timing timing = Bench.time(model, by, on, timed, before, seed);
      timings.put(name, timing);
      out.println(
          json
              ? json(name, model, on, timed, timing, peak)
              : BenchReport.of(name, model, timing, peak));
      out.flush();
    }
    for (String command : against) {
      List<Peer> peers = Peer.run(command);
      if (json) {
        peers.forEach(peer -> out.println(BenchReport.ratiosAsJson(command, peer, timings)));
      } else {
        out.println(BenchReport.ratios(command, peers, timings));
      }
      out.flush();
    }
    return 0;
  }

  /** The models by title, once all that was asked for is known to be possible. */
  private Map<String, BenchModel> checked() {
    Map<String, BenchModel> chosen = new LinkedHashMap<>();
    models.forEach(name -> chosen.put(BenchModel.title(name), BenchModel.of(name)));
    if ((batch != null && batch < 1)
        || (steps != null && steps < 1)
        || (warmUp != null && warmUp < 0)
        || product < 1) {
      throw new IllegalArgumentException(
          "--batch, --steps and --product must be at least 1, and --warmup at least 0");
    }
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

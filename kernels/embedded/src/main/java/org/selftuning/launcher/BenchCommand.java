package org.selftuning.launcher;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.selftuning.model.Nearest;
import org.selftuning.tensor.Device;
import org.selftuning.train.Method;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times the standard models. */
@Command(
    name = "bench",
    description = "Time training step, validation step and evaluation of the standard models.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "MODEL",
      description = "Which models; without it all of them.")
  List<String> models = BenchModel.names();

  @Option(names = "--device", defaultValue = "cpu", description = "Where (default: cpu).")
  String device;

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

  @Option(names = "--json", description = "Print one JSON line a model.")
  boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Device on = Device.named(device);
    Method by = Method.named(method);
    for (String name : models) {
      BenchModel model = BenchModel.ALL.get(name);
      if (model == null) {
        throw new IllegalArgumentException(
            "there is no model named '" + name + "'" + Nearest.hint(name, BenchModel.names()));
      }
      int timed = steps != null ? steps : model.steps();
      int before = warmUp != null ? warmUp : model.warmUp();
      if (timed < 1 || before < 0) {
        throw new IllegalArgumentException(
            String.format(
                "--steps must be at least 1 and --warmup at least 0, not %d and %d",
                timed, before));
      }
      Bench.Timing timing = Bench.time(model, by, on, timed, before, seed);
      out.println(json ? json(name, model, timed, timing) : text(name, model, timing));
      out.flush();
    }
    return 0;
  }

  private static String text(String name, BenchModel model, Bench.Timing t) {
    return String.format(
        Locale.ROOT,
        "%s: training step %.2f ms, validation step %.2f ms (σ tuned %.2f ms), evaluation %.2f ms"
            + " a minibatch; %,d weights",
        name,
        t.train().median(),
        t.validate().median(),
        t.validateTuned().median(),
        t.evaluate().median(),
        model.spec().parameterCount());
  }

  private JsonObject json(String name, BenchModel model, int timed, Bench.Timing t) {
    JsonObject line = new JsonObject();
    line.addProperty("model", name);
    line.addProperty("method", method);
    line.addProperty("device", device);
    line.addProperty("stn", Versions.own());
    line.addProperty("threads", Runtime.getRuntime().availableProcessors());
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
    line.addProperty("parameters", model.spec().parameterCount());
    return line;
  }

  private static double rounded(double ms) {
    return Math.round(ms * 1000) / 1000.0;
  }
}

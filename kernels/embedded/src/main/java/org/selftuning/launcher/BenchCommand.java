package org.selftuning.launcher;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.selftuning.model.Nearest;
import org.selftuning.tensor.Device;
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
  List<String> models = List.copyOf(Bench.MODELS.keySet());

  @Option(names = "--device", defaultValue = "cpu", description = "Where (default: cpu).")
  String device;

  @Option(names = "--steps", defaultValue = "0", description = "Timed steps of each kind.")
  int steps;

  @Option(names = "--warmup", defaultValue = "20", description = "Steps before timing (20).")
  int warmUp;

  @Option(names = "--seed", defaultValue = "0", description = "Of data and weights (0).")
  long seed;

  @Option(names = "--json", description = "Print one JSON line a model.")
  boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Device on = Device.named(device);
    for (String name : models) {
      Bench.Model model = Bench.MODELS.get(name);
      if (model == null) {
        throw new IllegalArgumentException(
            "there is no model named '" + name + "'" + Nearest.hint(name, Bench.MODELS.keySet()));
      }
      Bench.Timing timing = Bench.time(model, on, steps, warmUp, seed);
      out.println(json ? json(name, model, timing) : text(name, timing));
      out.flush();
    }
    return 0;
  }

  private static String text(String name, Bench.Timing t) {
    return String.format(
        Locale.ROOT,
        "%s: training step %.2f ms, validation step %.2f ms (σ tuned %.2f ms), evaluation %.2f ms"
            + " a minibatch; %,d weights",
        name,
        t.train().median(),
        t.validate().median(),
        t.validateTuned().median(),
        t.evaluate().median(),
        t.parameters());
  }

  private JsonObject json(String name, Bench.Model model, Bench.Timing t) {
    JsonObject line = new JsonObject();
    line.addProperty("model", name);
    line.addProperty("device", device);
    line.addProperty("stn", Versions.own());
    line.addProperty("threads", Runtime.getRuntime().availableProcessors());
    line.addProperty("train_step_ms", rounded(t.train().median()));
    line.addProperty("valid_step_ms", rounded(t.validate().median()));
    line.addProperty("valid_step_tuned_ms", rounded(t.validateTuned().median()));
    line.addProperty("eval_ms_per_batch", rounded(t.evaluate().median()));
    line.addProperty("batch", model.batch());
    line.addProperty("steps", steps > 0 ? steps : model.steps());
    line.addProperty("train_min_ms", rounded(t.train().least()));
    line.addProperty("valid_min_ms", rounded(t.validate().least()));
    line.addProperty("valid_tuned_min_ms", rounded(t.validateTuned().least()));
    line.addProperty("eval_min_ms", rounded(t.evaluate().least()));
    line.addProperty("parameters", t.parameters());
    return line;
  }

  private static double rounded(double ms) {
    return Math.round(ms * 1000) / 1000.0;
  }
}

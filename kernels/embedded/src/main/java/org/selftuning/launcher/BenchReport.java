package org.selftuning.launcher;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a benchmark measured, as text: times, arithmetic and rates, and ratios to another's. */
final class BenchReport {
  private BenchReport() {}

  /** The line about the device's peak. */
  static String peak(Bench.Time product, int size) {
    return String.format(
        Locale.ROOT,
        "peak: %.0f GFLOP/s, in a product of matrices of %d × %d (%.1f ms)",
        product.rate(),
        size,
        size,
        product.median());
  }

  /** The lines about one model. */
  static String of(String name, BenchModel model, Bench.Timing t, Bench.Time peak) {
    return String.format(
            Locale.ROOT,
            "%s: %,d weights, a batch of %d (evaluation %d)%n",
            name,
            model.spec().parameterCount(),
            model.options().batch(),
            model.evaluationBatch())
        + row("training step", t.train(), peak)
        + row("validation step, σ fixed", t.validate(), peak)
        + row("validation step, σ tuned", t.validateTuned(), peak)
        + row("evaluation", t.evaluate(), peak)
        + String.format(Locale.ROOT, "  %-25s %10.1f MB", "tensors", t.memory() / 1e6);
  }

  private static String row(String what, Bench.Time time, Bench.Time peak) {
    return String.format(
        Locale.ROOT,
        "  %-25s %10s ms %9.3f GFLOP %8.1f GFLOP/s %4.0f %% of the peak%n",
        what,
        digits(time.median()),
        time.operations() / 1e9,
        time.rate(),
        100 * time.rate() / peak.rate());
  }

  /** The lines that compare us with another program. */
  static String ratios(String command, List<Peer> peers, Map<String, Bench.Timing> timings) {
    StringBuilder text = new StringBuilder("against " + command);
    for (Peer peer : peers) {
      text.append(String.format("%n%s%s:", peer.model(), mode(peer)));
      Bench.Timing t = timings.get(peer.model());
      if (t == null) {
        text.append(" not timed here");
        continue;
      }
      String validation = "validation step, σ " + (peer.tuned() ? "tuned" : "fixed");
      text.append(ratio("training step", peer.train(), t.train()));
      text.append(ratio(validation, peer.validate(), validation(peer, t)));
      text.append(ratio("evaluation", peer.evaluate(), t.evaluate()));
    }
    return text.toString();
  }

  private static String mode(Peer peer) {
    return peer.mode().isEmpty() ? "" : " (" + peer.mode() + ")";
  }

  private static Bench.Time validation(Peer peer, Bench.Timing t) {
    return peer.tuned() ? t.validateTuned() : t.validate();
  }

  private static String ratio(String what, double theirs, Bench.Time ours) {
    return String.format(
        Locale.ROOT,
        "%n  %-25s %10s ms, ours %10s ms, ratio %6.2f",
        what,
        digits(theirs),
        digits(ours.median()),
        theirs / ours.median());
  }

  /** One comparison as JSON. */
  static JsonObject ratiosAsJson(String command, Peer peer, Map<String, Bench.Timing> timings) {
    JsonObject line = new JsonObject();
    line.addProperty("model", peer.model());
    line.addProperty("against", command);
    line.addProperty("mode", peer.mode());
    line.addProperty("tune_scales", peer.tuned());
    Bench.Timing t = timings.get(peer.model());
    if (t != null) {
      line.addProperty("train_ratio", rounded(peer.train() / t.train().median()));
      line.addProperty("valid_ratio", rounded(peer.validate() / validation(peer, t).median()));
      line.addProperty("eval_ratio", rounded(peer.evaluate() / t.evaluate().median()));
    }
    return line;
  }

  private static double rounded(double ratio) {
    return Math.round(ratio * 1000) / 1000.0;
  }

  /** Milliseconds with three digits after the point where they are few. */
  private static String digits(double ms) {
    return String.format(Locale.ROOT, ms < 10 ? "%.3f" : ms < 1000 ? "%.1f" : "%.0f", ms);
  }
}

package org.selftuning.search;

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import org.selftuning.record.Json;

/**
 * The result of a trial.
 *
 * @param loss the lowest validation loss of all epochs, including those of the trial it continued;
 *     NaN if it failed
 * @param latest the validation loss of the last epoch; NaN if it failed
 * @param epochs how long the network has trained in all
 * @param seconds training time in all
 * @param end how it came to its end
 * @param failure one line that says why it failed or was lost; else empty
 */
public record Outcome(
    double loss, double latest, int epochs, double seconds, End end, String failure) {

  /** How a trial ends. One that is stopped has no outcome, and continues later. */
  public enum End {
    /** It trained as long as was asked, or stopped early by its own options. */
    COMPLETED,
    /** The study ended it before, as the budget was spent. */
    CUT,
    /** It diverged or threw. */
    FAILED,
    /** It never answered: its process died, or its time was up. */
    LOST
  }

  /** Checks that what failed says why, and nothing else does. */
  public Outcome {
    if (failure.isEmpty() == (end == End.FAILED || end == End.LOST)) {
      throw new IllegalArgumentException("'failure' is '" + failure + "' of a trial that " + end);
    }
  }

  /** A trial that completed. */
  public static Outcome completed(double loss, double latest, int epochs, double seconds) {
    return new Outcome(loss, latest, epochs, seconds, End.COMPLETED, "");
  }

  /** A trial that failed. */
  public static Outcome failed(String why) {
    return without(End.FAILED, why.isBlank() ? "it failed" : why);
  }

  /** A trial that threw. */
  public static Outcome failed(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return failed(
          "out of memory ("
              + e.getMessage()
              + "); give it more with STN_HEAP=8g, a smaller --batch, or fewer trials at once");
    }
    String message = e.getMessage() == null ? "" : e.getMessage().replaceAll("\\s+", " ").strip();
    boolean plain = e instanceof IllegalArgumentException || e instanceof IllegalStateException;
    String kind = e.getClass().getSimpleName();
    return failed(message.isEmpty() ? kind : plain ? message : kind + ": " + message);
  }

  /** A trial that was lost. */
  public static Outcome lost(String why) {
    return without(End.LOST, why);
  }

  /** A trial whose time was up. */
  public static Outcome overdue(double limit) {
    return lost(
        "it had not ended after "
            + BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString()
            + " s; --trial-timeout sets how long a trial may take");
  }

  private static Outcome without(End end, String why) {
    return new Outcome(Double.NaN, Double.NaN, 0, 0, end, why);
  }

  /** Whether it has no result. */
  public boolean failed() {
    return !failure.isEmpty();
  }

  /** The loss by which trials are compared: a failed one comes last. */
  public double rank() {
    return failed() || Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }

  /** The outcome as JSON, numbers exact. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.add("loss", Json.number(loss));
    json.add("latest", Json.number(latest));
    json.addProperty("epochs", epochs);
    json.add("seconds", Json.number(seconds));
    json.addProperty("end", end.name());
    json.addProperty("failure", failure);
    return json;
  }

  /**
   * Makes an outcome of what {@link #toJson} wrote, now or before it knew ends.
   *
   * @throws IllegalArgumentException if something is missing; the message names it
   */
  public static Outcome of(JsonObject json) {
    String failure = Json.text(json, "failure");
    End older = failure.isEmpty() ? End.COMPLETED : End.FAILED;
    return new Outcome(
        Json.number(json, "loss"),
        Json.number(json, "latest"),
        Json.integer(json, "epochs"),
        Json.number(json, "seconds"),
        json.has("end") ? Json.constant(json, "end", End.class) : older,
        failure);
  }
}

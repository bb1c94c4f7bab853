package org.selftuning.search;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.selftuning.record.Json;

/**
 * What a search wants to be tried.
 *
 * @param id counts the trials of a search from 0
 * @param values the hyperparameters in their own units, in the order of the space; empty where the
 *     network is to tune itself
 * @param epochs how long the network has trained at the end, at most, in all
 * @param from the trial whose network continues with these values, or {@link #NONE}
 * @param kept whether a later trial may continue this one; such a trial is not stopped early
 */
public record Trial(int id, List<Double> values, int epochs, int from, boolean kept) {
  /** No earlier trial: the network starts from new weights. */
  public static final int NONE = -1;

  /** Checks the numbers. */
  public Trial {
    values = List.copyOf(values);
    if (epochs < 1) {
      throw new IllegalArgumentException("a trial needs at least 1 epoch, not " + epochs);
    }
    if (id < 0 || from >= id || from < NONE) {
      throw new IllegalArgumentException("trial " + id + " cannot continue trial " + from);
    }
  }

  /** The trial as JSON, numbers exact. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("trial", id);
    json.add("values", Json.numbers(values.stream().mapToDouble(v -> v).toArray()));
    json.addProperty("epochs", epochs);
    json.addProperty("from", from);
    json.addProperty("kept", kept);
    return json;
  }

  /**
   * Makes a trial of what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if something is missing; the message names it
   */
  static Trial of(JsonObject json) {
    return new Trial(
        Json.integer(json, "trial"),
        Arrays.stream(Json.readNumbers(json, "values", -1)).boxed().toList(),
        Json.integer(json, "epochs"),
        Json.integer(json, "from"),
        Json.flag(json, "kept"));
  }

  /** A trial from new weights that no other continues. */
  static Trial fresh(int id, List<Double> values, int epochs) {
    return new Trial(id, values, epochs, NONE, false);
  }
}

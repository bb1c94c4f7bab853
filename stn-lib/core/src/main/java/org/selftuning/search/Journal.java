package org.selftuning.search;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.record.Json;
import org.selftuning.record.Schedule;

/**
 * What a study did, in order: what was asked and told, what it spent, and how the lowest loss fell.
 * A new search that is asked the same and given the same outcomes continues where the study
 * stopped. Immutable.
 *
 * @param events what was asked and told, in order
 * @param curve the lowest loss so far, each time that it fell
 * @param epochs spent by all trials together; a trial counts as one at least
 * @param seconds spent
 * @param counted how many epochs of each open trial are among {@code epochs}, by its number
 */
public record Journal(
    List<Event> events,
    List<Point> curve,
    long epochs,
    double seconds,
    Map<Integer, Integer> counted) {

  /** As many of an open trial as its checkpoint has: what a journal without numbers means. */
  static final int ALL = Integer.MAX_VALUE;

  /** A journal without open trials. */
  public Journal(List<Event> events, List<Point> curve, long epochs, double seconds) {
    this(events, curve, epochs, seconds, Map.of());
  }

  /** Keeps the lists from change. */
  public Journal {
    events = List.copyOf(events);
    curve = List.copyOf(curve);
    counted = Map.copyOf(counted);
  }

  /**
   * A trial was asked for, or its outcome told.
   *
   * @param trial the trial
   * @param outcome its outcome, or null where it was asked for
   */
  public record Event(Trial trial, Outcome outcome) {}

  /**
   * The lowest validation loss fell.
   *
   * @param epochs spent by then
   * @param seconds spent by then
   * @param loss the lowest loss since
   */
  public record Point(long epochs, double seconds, double loss) {}

  /** A study that has not begun. */
  public static Journal empty() {
    return new Journal(List.of(), List.of(), 0, 0, Map.of());
  }

  /** The finished trials with their outcomes, in the order in which they ended. */
  public Map<Trial, Outcome> finished() {
    Map<Trial, Outcome> finished = new LinkedHashMap<>();
    for (Event event : events) {
      if (event.outcome() != null) {
        finished.put(event.trial(), event.outcome());
      }
    }
    return finished;
  }

  /** The trials that were asked for and are not finished. */
  public List<Trial> open() {
    Map<Integer, Trial> open = new LinkedHashMap<>();
    for (Event event : events) {
      if (event.outcome() == null) {
        open.put(event.trial().id(), event.trial());
      } else {
        open.remove(event.trial().id());
      }
    }
    return List.copyOf(open.values());
  }

  /** The finished trial of the lowest loss, or null if none has succeeded. */
  public Trial best() {
    Trial best = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (Event event : events) {
      if (event.outcome() != null && event.outcome().rank() < lowest) {
        lowest = event.outcome().rank();
        best = event.trial();
      }
    }
    return best;
  }

  /**
   * The trials that led to the lowest loss, each continuing the one before; empty if none has
   * succeeded.
   */
  public List<Trial> lineage() {
    Map<Integer, Trial> trials = new LinkedHashMap<>();
    events.forEach(event -> trials.put(event.trial().id(), event.trial()));
    LinkedList<Trial> lineage = new LinkedList<>();
    for (Trial at = best(); at != null; at = trials.get(at.from())) {
      lineage.addFirst(at);
    }
    return lineage;
  }

  /**
   * The values along the {@link #lineage}, as a schedule for a network that is trained once.
   *
   * @param space the hyperparameters
   * @param stepsPerEpoch training steps in an epoch
   * @throws IllegalStateException if no trial has succeeded yet
   */
  public Schedule schedule(HyperparameterSpace space, int stepsPerEpoch) {
    List<Trial> lineage = lineage();
    if (lineage.isEmpty()) {
      throw new IllegalStateException("no trial has succeeded yet, so there is no schedule");
    }
    boolean[] discrete = new boolean[space.size()];
    long[] steps = new long[lineage.size()];
    double[][] values = new double[space.size()][steps.length];
    for (int h = 0; h < discrete.length; h++) {
      discrete[h] = space.hyperparameters().get(h).discrete();
    }
    for (int i = 0; i < steps.length; i++) {
      steps[i] = i == 0 ? 0 : (long) lineage.get(i - 1).epochs() * stepsPerEpoch;
      for (int h = 0; h < discrete.length; h++) {
        values[h][i] = lineage.get(i).values().get(h);
      }
    }
    return new Schedule(space.names(), discrete, steps, values);
  }

  /** The lowest loss of all finished trials; infinite if none has succeeded. */
  public double lowest() {
    return events.stream()
        .filter(event -> event.outcome() != null)
        .mapToDouble(event -> event.outcome().rank())
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** The number of finished trials that failed. */
  public int failures() {
    return (int) events.stream().filter(e -> e.outcome() != null && e.outcome().failed()).count();
  }

  /** The journal as JSON, numbers exact. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.add("epochs", Json.number(epochs));
    json.add("seconds", Json.number(seconds));
    JsonArray told = new JsonArray();
    events.forEach(event -> told.add(json(event)));
    json.add("events", told);
    JsonObject open = new JsonObject();
    counted.forEach((trial, count) -> open.addProperty(Integer.toString(trial), count));
    json.add("counted", open);
    JsonArray points = new JsonArray();
    for (Point point : curve) {
      points.add(Json.numbers(new double[] {point.epochs(), point.seconds(), point.loss()}));
    }
    json.add("curve", points);
    return json;
  }

  private static JsonObject json(Event event) {
    if (event.outcome() == null) {
      return event.trial().toJson();
    }
    JsonObject json = event.outcome().toJson();
    json.addProperty("trial", event.trial().id());
    return json;
  }

  /**
   * Makes a journal of what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if something is missing; the message names it
   */
  public static Journal of(JsonObject json) {
    Map<Integer, Trial> trials = new LinkedHashMap<>();
    List<Event> events = Json.objects(json, "events", event -> event(event, trials));
    List<Point> curve = new ArrayList<>();
    for (double[] point : Json.readRows(json, "curve", -1, 3)) {
      curve.add(new Point(Json.whole(point[0], "curve"), point[1], point[2]));
    }
    Map<Integer, Integer> counted = new LinkedHashMap<>();
    for (Trial trial : trials.values()) {
      String id = Integer.toString(trial.id());
      if (!json.has("counted")) {
        counted.put(trial.id(), ALL);
      } else if (Json.object(json, "counted").has(id)) {
        counted.put(trial.id(), Json.integer(Json.object(json, "counted"), id));
      }
    }
    return new Journal(
        events, curve, Json.whole(json, "epochs"), Json.number(json, "seconds"), counted);
  }

  private static Event event(JsonObject json, Map<Integer, Trial> trials) {
    int id = Json.integer(json, "trial");
    if (json.has("values")) {
      trials.put(id, Trial.of(json));
      return new Event(trials.get(id), null);
    }
    if (!trials.containsKey(id)) {
      throw new IllegalArgumentException("trial " + id + " ends before it begins");
    }
    return new Event(trials.get(id), Outcome.of(json));
  }
}

package org.selftuning.search;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.selftuning.record.Json;

/**
 * What a trial that is tried elsewhere asks its {@link Objective.Watch} here, as it travels.
 *
 * @since 0.2.0
 */
public final class Question {
  private static final String EPOCH = "epoch";
  private static final String LOSS = "loss";
  private static final String RESUMED = "resumed";

  private Question() {}

  /** Asks {@link Objective.Watch#epoch}. */
  public static JsonObject epoch(int number, double loss) {
    JsonObject question = new JsonObject();
    question.addProperty(EPOCH, number);
    question.add(LOSS, Json.number(loss));
    return question;
  }

  /** Asks {@link Objective.Watch#resumed}. */
  public static JsonObject resumed(List<Double> losses) {
    JsonObject question = new JsonObject();
    question.add(RESUMED, Json.numbers(losses.stream().mapToDouble(x -> x).toArray()));
    return question;
  }

  /** Has a watch answer; empty if it is not asked. */
  public static Optional<Boolean> answer(JsonObject question, Objective.Watch watch) {
    if (question.has(EPOCH)) {
      return Optional.of(watch.epoch(Json.integer(question, EPOCH), Json.number(question, LOSS)));
    }
    if (question.has(RESUMED)) {
      double[] losses = Json.readNumbers(question, RESUMED, -1);
      return Optional.of(watch.resumed(Arrays.stream(losses).boxed().toList()));
    }
    return Optional.empty();
  }
}

package org.selftuning.search;

import com.google.gson.JsonObject;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.Json;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Precision;
import org.selftuning.train.OptionsJson;
import org.selftuning.train.TrainOptions;

/**
 * What a job trains, on what and how; as JSON it is text alone.
 *
 * @param study what people call the study, such as {@code random-1}
 * @param model the network; gated where it is to tune itself, or its values are searched
 * @param data the words that name its data, as after {@code data NAME}; empty for data that this
 *     process alone has
 * @param content the fingerprint of the data
 * @param options how its networks are trained
 * @param device where
 * @param every how often a network is saved while it trains
 * @param limit the seconds that one attempt may take; infinite for no limit
 */
public record Setup(
    String study,
    ModelSpec model,
    String data,
    String content,
    TrainOptions options,
    Device device,
    CheckpointInterval every,
    double limit) {

  /** Checks the limit. */
  public Setup {
    if (!(limit > 0)) {
      throw new IllegalArgumentException(
          "a trial needs a positive number of seconds, not " + limit);
    }
  }

  /** Returns this setup on another device. */
  public Setup on(Device device) {
    return new Setup(study, model, data, content, options, device, every, limit);
  }

  /** Returns this setup without a limit of time. */
  public Setup unlimited() {
    return new Setup(study, model, data, content, options, device, every, Double.POSITIVE_INFINITY);
  }

  /** Adds all of it to {@code json}, numbers exact. */
  void write(JsonObject json) {
    json.addProperty("study", study);
    json.addProperty("model", ModelYaml.print(model));
    json.addProperty("data", data);
    json.addProperty("content", content);
    json.add("options", OptionsJson.write(options));
    json.addProperty("device", device.name());
    json.addProperty("precision", device.precision().toString());
    json.addProperty("threads", device.threads());
    json.add("seconds", Json.number(every.seconds()));
    json.addProperty("epochs", every.epochs());
    json.add("limit", Json.number(limit));
  }

  /** Reads what {@link #write} added. */
  static Setup of(JsonObject json) {
    return new Setup(
        Json.text(json, "study"),
        ModelYaml.parse(Json.text(json, "model")),
        Json.text(json, "data"),
        Json.text(json, "content"),
        OptionsJson.read(Json.object(json, "options")),
        device(json),
        new CheckpointInterval(Json.number(json, "seconds"), Json.integer(json, "epochs")),
        Json.number(json, "limit"));
  }

  private static Device device(JsonObject json) {
    Device device =
        Device.named(Json.text(json, "device")).at(Precision.named(Json.text(json, "precision")));
    int threads = Json.integer(json, "threads");
    return threads == device.threads() ? device : device.withThreads(threads);
  }
}

package org.selftuning.search;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.selftuning.data.Source;
import org.selftuning.record.Json;
import org.selftuning.record.ThreeDigits;

/**
 * A trial of a search.
 *
 * @param setup what is trained; its model is the gated network
 * @param folder where the files of the study's trials are
 * @param trial what to try
 */
public record TrialJob(Setup setup, Path folder, Trial trial) implements Job {
  static final String TRIAL = "trial";

  @Override
  public TrialJob with(Setup other) {
    return new TrialJob(other, folder, trial);
  }

  @Override
  public String title() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < trial.values().size(); i++) {
      String name = setup.model().hyperparameters().get(i).name();
      values.add(name + " " + ThreeDigits.of(trial.values().get(i)));
    }
    return setup.study()
        + ", trial "
        + trial.id()
        + ": "
        + (values.isEmpty() ? "tunes itself" : String.join(", ", values))
        + (trial.from() == Trial.NONE ? "" : ", from trial " + trial.from())
        + ", to epoch "
        + trial.epochs();
  }

  @Override
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    setup.write(json);
    json.addProperty("folder", folder.toAbsolutePath().toString());
    json.add(TRIAL, trial.toJson());
    return json;
  }

  static TrialJob of(JsonObject json) {
    return new TrialJob(
        Setup.of(json), Path.of(Json.text(json, "folder")), Trial.of(Json.object(json, TRIAL)));
  }

  @Override
  public Outcome attempt(Source data, Objective.Watch watch) throws IOException {
    return new TrialAttempt(this, data, watch).run();
  }
}

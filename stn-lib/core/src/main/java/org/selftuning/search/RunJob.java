package org.selftuning.search;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.selftuning.data.Source;
import org.selftuning.record.Json;
import org.selftuning.record.Schedule;

/**
 * A run with its history, trained to its end and tested. Its files are {@link #checkpoint}, from
 * which a further attempt continues, and {@link #history}, which appears when it has ended.
 *
 * @param setup what is trained
 * @param name what people call the run
 * @param schedule what the hyperparameters of the plain network follow; none for a network that
 *     tunes itself, or has no hyperparameters
 * @param files where its files are, without their endings
 */
public record RunJob(Setup setup, String name, Optional<Schedule> schedule, Path files)
    implements Job {

  /** The file with the network and all of its state. */
  public Path checkpoint() {
    return files.resolveSibling(files.getFileName() + ".stn");
  }

  /** The file with the history of a run that has ended. */
  public Path history() {
    return files.resolveSibling(files.getFileName() + ".json");
  }

  @Override
  public Path folder() {
    return files.toAbsolutePath().getParent();
  }

  @Override
  public RunJob with(Setup other) {
    return new RunJob(other, name, schedule, files);
  }

  @Override
  public String title() {
    return setup.study() + ": " + name;
  }

  @Override
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    setup.write(json);
    json.addProperty("name", name);
    schedule.ifPresent(followed -> json.add("schedule", followed.toJson()));
    json.addProperty("files", files.toAbsolutePath().toString());
    return json;
  }

  static RunJob of(JsonObject json) {
    return new RunJob(
        Setup.of(json),
        Json.text(json, "name"),
        json.has("schedule")
            ? Optional.of(Schedule.of(Json.object(json, "schedule")))
            : Optional.empty(),
        Path.of(Json.text(json, "files")));
  }

  @Override
  public Outcome attempt(Source data, Objective.Watch watch) throws IOException {
    return new RunAttempt(this, data, watch).run();
  }
}

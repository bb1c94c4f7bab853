package org.selftuning.compare;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.Utf8;
import org.selftuning.model.ModelYaml;
import org.selftuning.record.Json;
import org.selftuning.train.Fingerprint;

/**
 * A sweep on disk: {@code sweep.json} says what each point is, and {@code runs} holds the history
 * of each run that has ended, and the checkpoint of each that has not. Every file appears whole.
 *
 * @param root the folder
 */
record SweepFolder(Path root) {
  private static final int LONGEST_NAME = 120;

  /**
   * Notes what the points are, or checks that those of earlier calls are the same.
   *
   * @throws IOException if they are not, or it can't be written; one line says which
   */
  void claim(List<SweepPoint> points) throws IOException {
    Path file = root.resolve("sweep.json");
    JsonObject all = Files.exists(file) ? read(file) : new JsonObject();
    for (SweepPoint point : points) {
      JsonObject facts = new JsonObject();
      facts.addProperty("model", ModelYaml.print(point.model()));
      facts.addProperty("data", Fingerprint.of(point.data()));
      facts.addProperty("training", point.options().seed(0).toString());
      if (all.has(point.name()) && !all.get(point.name()).equals(facts)) {
        throw new IOException(
            String.format(
                "%s holds a sweep with another model, data or training of '%s'; give this one a"
                    + " folder of its own, or repeat the earlier settings",
                root, point.name()));
      }
      all.add(point.name(), facts);
    }
    AtomicFile.write(file, all.toString());
  }

  private static JsonObject read(Path file) throws IOException {
    try {
      return Json.parse(Utf8.read(file));
    } catch (JsonParseException | DataFormatException e) {
      throw new IOException(
          file + " is damaged (" + e.getMessage() + "); delete the folder to begin again", e);
    }
  }

  /** Where the files of a run are, without their endings. */
  Path files(SweepRun run) {
    String name = URLEncoder.encode(run.point().name(), StandardCharsets.UTF_8);
    if (name.length() > LONGEST_NAME) {
      name = name.substring(0, LONGEST_NAME) + "-" + Integer.toHexString(name.hashCode());
    }
    return root.resolve("runs").resolve(name + "-seed-" + run.seed());
  }

  /** Deletes everything. */
  void delete() {
    new ComparisonFolder(root).delete();
  }
}

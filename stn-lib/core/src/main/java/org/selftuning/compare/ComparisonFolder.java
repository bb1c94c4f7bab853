package org.selftuning.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.Utf8;
import org.selftuning.record.Json;
import org.selftuning.search.Journal;
import org.selftuning.search.Study;

/**
 * A comparison on disk: {@code comparison.json} says what is compared, and each method has a folder
 * for each seed, with {@code study.json} and the networks that wait. Every file appears whole.
 *
 * @param root the folder
 */
record ComparisonFolder(Path root) {
  /** A fact that the folders of earlier versions lack. */
  static final String CONTENT = "content of the data set";

  /**
   * Notes what is compared, or checks that it is what was compared here before.
   *
   * @param facts the settings by name
   * @throws IOException if the folder holds another comparison, or can't be written; one line says
   *     which
   */
  void claim(Map<String, String> facts) throws IOException {
    Path file = root.resolve("comparison.json");
    JsonObject json = new JsonObject();
    facts.forEach(json::addProperty);
    if (!Files.exists(file)) {
      AtomicFile.write(file, json.toString());
      return;
    }
    JsonObject before = read(file);
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      if (fact.getKey().equals(CONTENT) && !before.has(CONTENT)) {
        continue;
      }
      if (!fact.getValue().equals(without(before.get(fact.getKey())))) {
        throw new IOException(
            root
                + " holds a comparison with another "
                + fact.getKey()
                + "; give this one a folder of its own, or repeat the earlier settings");
      }
    }
  }

  /** A fact without the number of threads, which earlier versions wrote and held to. */
  private static String without(JsonElement fact) {
    return fact == null ? "" : fact.getAsString().replaceFirst("^threads \\d+, ", "");
  }

  private static JsonObject read(Path file) throws IOException {
    try {
      return Json.parse(Utf8.read(file));
    } catch (JsonParseException | DataFormatException e) {
      throw damaged(file, e);
    }
  }

  /** The folder of a method with a seed. */
  Path of(TuningMethod method, long seed) {
    return root.resolve(method.word() + "-" + seed);
  }

  private Path study(TuningMethod method, long seed) {
    return of(method, seed).resolve("study.json");
  }

  /** Writes how far a run has come. */
  void write(ComparisonRun run) {
    JsonObject json = new JsonObject();
    json.add("journal", run.journal().toJson());
    if (run.ended()) {
      json.addProperty("end", run.end().name());
      json.add("validation", Json.score(run.validation()));
      json.add("test", Json.score(run.test()));
    }
    try {
      AtomicFile.write(study(run.method(), run.seed()), json.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Reads how far a run has come; one that has not begun is empty. */
  ComparisonRun read(TuningMethod method, long seed) throws IOException {
    Path file = study(method, seed);
    if (!Files.exists(file)) {
      return ComparisonRun.unfinished(method, seed, Journal.empty());
    }
    try {
      JsonObject json = read(file);
      Journal journal = Journal.of(Json.object(json, "journal"));
      return json.has("end")
          ? new ComparisonRun(
              method,
              seed,
              journal,
              Json.constant(json, "end", Study.End.class),
              Json.readScore(Json.object(json, "validation")),
              Json.readScore(Json.object(json, "test")))
          : ComparisonRun.unfinished(method, seed, journal);
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  private static IOException damaged(Path file, Exception why) {
    return new IOException(
        file + " is damaged (" + why.getMessage() + "); delete it to begin again", why);
  }

  /** Deletes everything. */
  void delete() {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

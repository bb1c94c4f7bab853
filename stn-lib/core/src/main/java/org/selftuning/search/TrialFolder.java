package org.selftuning.search;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.Utf8;
import org.selftuning.record.Json;

/**
 * The files of the trials of one study, which several processes may share. Each trial writes its
 * own; only the study writes {@code best.stn}:
 *
 * <pre>
 *   trial-7.stn            the network of a trial that runs, is stopped, has ended or waits for
 *                          another that continues from it
 *   trial-7.outcome.json   the result of a trial, until the study has recorded it
 *   best.stn               the network of the lowest loss of all
 * </pre>
 *
 * @param path where they are
 */
record TrialFolder(Path path) {
  private static final String LOSSES = "losses";

  /**
   * A trial that has ended, and its study may not know.
   *
   * @param outcome its result
   * @param losses the validation loss after each of its epochs
   */
  record Ended(Outcome outcome, List<Double> losses) {}

  Path best() {
    return path.resolve("best.stn");
  }

  Path checkpoint(int trial) {
    return path.resolve("trial-" + trial + ".stn");
  }

  private Path outcome(int trial) {
    return path.resolve("trial-" + trial + ".outcome.json");
  }

  /** Writes the result of a trial, before it is reported: an attempt that follows returns it. */
  void end(Trial trial, Ended ended) throws IOException {
    JsonObject json = trial.toJson();
    json.add("outcome", ended.outcome().toJson());
    json.add(LOSSES, Json.numbers(ended.losses().stream().mapToDouble(x -> x).toArray()));
    AtomicFile.write(outcome(trial.id()), json.toString());
  }

  /**
   * Returns the result of a trial that an earlier attempt has brought to its end; none if that was
   * another trial of this number.
   *
   * @throws IOException if it can't be read; one line says why
   */
  Optional<Ended> ended(Trial trial) throws IOException {
    Path file = outcome(trial.id());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonObject json = Json.parse(Utf8.read(file));
      if (!Trial.of(json).equals(trial)) {
        return Optional.empty();
      }
      double[] losses = Json.readNumbers(json, LOSSES, -1);
      return Optional.of(
          new Ended(
              Outcome.of(Json.object(json, "outcome")), Arrays.stream(losses).boxed().toList()));
    } catch (JsonParseException | IllegalArgumentException | DataFormatException e) {
      throw new IOException(
          file + " is damaged (" + e.getMessage() + "); delete it to try the trial again", e);
    }
  }

  /** Makes the network of a trial the best of all. */
  void promote(int trial) throws IOException {
    if (Files.exists(checkpoint(trial))) {
      try (FileChannel from = FileChannel.open(checkpoint(trial))) {
        AtomicFile.write(
            best(),
            to -> {
              for (long at = 0; at < from.size(); ) {
                at += from.transferTo(at, from.size() - at, to);
              }
            });
      }
    }
  }

  void deleteCheckpoint(int trial) throws IOException {
    Files.deleteIfExists(checkpoint(trial));
  }

  void deleteOutcome(int trial) throws IOException {
    Files.deleteIfExists(outcome(trial));
  }

  /** Deletes all but the best network. */
  void clear() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "trial-*.{stn,json}")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}

package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.selftuning.data.Source;
import org.selftuning.predict.Predictor;
import org.selftuning.record.Run;

/** Which trained network: a run on the workbench, or a checkpoint, which needs no data. */
final class TrainedArguments {
  private TrainedArguments() {}

  /**
   * Returns the network of a run, or of a checkpoint; whoever asks closes it.
   *
   * @param name a run, or a file; null for the latest run
   * @throws IllegalArgumentException if there is neither
   * @throws IOException if the file cannot be read
   */
  static Predictor predictor(Session session, String name) throws IOException {
    Optional<Run> run = run(session, name);
    return run.isPresent() ? run.get().predictor() : Predictor.load(Path.of(name));
  }

  /** The run of this name, or the latest; empty if the name is that of a file. */
  private static Optional<Run> run(Session session, String name) {
    if (name != null && isCheckpoint(session, name)) {
      return Optional.empty();
    }
    Workbench bench = session.bench();
    String known = name == null ? bench.runs().last() : name;
    Run run = bench.runs().get(known);
    session.requireIdle(known);
    return Optional.of(run);
  }

  /** Whether a word is no run on the workbench, but the file of a checkpoint. */
  static boolean isCheckpoint(Session session, String name) {
    return !session.bench().runs().has(name)
        && (Files.exists(Path.of(name)) || name.matches(".*\\.(stn|safetensors)"));
  }

  /**
   * The data that a run is tested on.
   *
   * @param data a data set on the workbench; null for the run's own
   * @throws IllegalArgumentException if there is none: a checkpoint has no data
   */
  static Source source(Session session, String name, String data) {
    if (data != null) {
      return session.bench().data().get(data);
    }
    return run(session, name)
        .map(Run::data)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is a checkpoint, which holds no data; name data or a file behind it"));
  }

  /** Whether a word is no data set on the workbench, but a file. */
  static boolean isFile(Session session, String data) {
    return data != null && !session.bench().data().has(data) && Files.exists(Path.of(data));
  }
}

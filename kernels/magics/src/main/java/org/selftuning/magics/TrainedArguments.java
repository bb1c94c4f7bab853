package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.selftuning.data.Source;
import org.selftuning.predict.Predictor;
import org.selftuning.record.Run;
import picocli.CommandLine.Parameters;

/**
 * Which trained network, a run on the workbench or a checkpoint, and what it is tested on, as
 * arguments of a command.
 */
final class TrainedArguments {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest), or the file of a checkpoint")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      completionCandidates = Names.Data.class,
      description =
          "a loaded data set, of which the test part is taken, or a file of raw data with their"
              + " targets (the test part of the run's own data)")
  private String data;

  /** Returns the network; whoever asks closes it. See {@link #predictor(Session, String)}. */
  Predictor predictor(Session session) throws IOException {
    return predictor(session, name);
  }

  /** Whether it is tested on a file of raw data. */
  boolean isFile(Session session) {
    return data != null && !session.bench().data().has(data) && Files.exists(file());
  }

  /** The file of raw data. */
  Path file() {
    return Path.of(data);
  }

  /**
   * The data that it is tested on, where they are no file: those that are named, or the run's own.
   *
   * @throws IllegalArgumentException if there are none: a checkpoint has no data
   */
  Source source(Session session) {
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
}

package org.selftuning.magics;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.selftuning.data.ProcessLock;

/**
 * The folder of the runs that notebooks save while they train: {@code $STN_RUNS}, or {@code
 * .stn/runs} beside the notebook.
 *
 * @param folder where they are; made when the first is saved
 */
record SavedRuns(Path folder) {
  private static final String SUFFIX = ".stn";

  /** The folder of this process. */
  static SavedRuns standard() {
    String property = System.getProperty("stn.runs", System.getenv("STN_RUNS"));
    return new SavedRuns(property == null ? Path.of(".stn", "runs") : Path.of(property));
  }

  /** The checkpoint of a run. */
  Path file(String name) {
    return folder.resolve(URLEncoder.encode(name, StandardCharsets.UTF_8) + SUFFIX);
  }

  private ProcessLock lock(String name) throws IOException {
    return ProcessLock.of(folder.resolve("." + file(name).getFileName() + ".lock"));
  }

  /** The names of all that are saved, in order; other files in the folder are passed over. */
  List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(this::name).flatMap(Optional::stream).sorted().toList();
    }
  }

  private Optional<String> name(Path file) {
    String encoded = file.getFileName().toString().replaceFirst("\\.stn$", "");
    try {
      String name = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
      return Optional.of(name).filter(n -> file(n).equals(file));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Deletes what is saved of a run.
   *
   * @throws IllegalArgumentException if there is nothing of this name, or it is being written
   */
  void forget(String name) throws IOException {
    if (!Files.exists(file(name))) {
      throw new IllegalArgumentException(
          "no run '" + name + "' is saved in " + folder + "; runs --saved lists those that are");
    }
    try (ProcessLock lock = lock(name)) {
      if (lock == null) {
        throw new IllegalArgumentException(
            "run '" + name + "' is training and saves itself; stop it first");
      }
      Files.delete(file(name));
    }
  }

  /**
   * Reserves a name for a run that is about to be saved: this one, or where another process trains
   * a run of this name, the first free of NAME-2, NAME-3 and so on. What an earlier run saved under
   * it becomes NAME-before, then NAME-before-2 and so on: only {@link #forget} deletes a run.
   */
  Claim claim(String name) throws IOException {
    Files.createDirectories(folder);
    Claim free = free(name, other -> true);
    if (!Files.exists(file(free.name()))) {
      return free;
    }
    Claim before = free(free.name() + "-before", other -> !Files.exists(file(other)));
    try (ProcessLock lock = before.lock()) {
      Files.move(file(free.name()), file(before.name()));
    }
    return new Claim(free.name(), before.name(), free.lock());
  }

  /** Locks the first of NAME, NAME-2, NAME-3 and so on that no run holds and that passes. */
  private Claim free(String name, Predicate<String> passes) throws IOException {
    String candidate = name;
    for (int i = 2; ; i++) {
      ProcessLock lock = lock(candidate);
      if (lock != null && passes.test(candidate)) {
        return new Claim(candidate, null, lock);
      }
      if (lock != null) {
        lock.close();
      }
      candidate = name + "-" + i;
    }
  }

  /** Reserves a name again for the run that was saved under it before. */
  Claim reclaim(String name) throws IOException {
    Files.createDirectories(folder);
    ProcessLock lock = lock(name);
    return lock == null ? claim(name) : new Claim(name, null, lock);
  }

  /**
   * A name that belongs to a run of this process.
   *
   * @param name the name
   * @param before the name that an earlier run of this name has now; null if there was none
   * @param lock frees the name
   */
  record Claim(String name, String before, ProcessLock lock) {}
}

package org.selftuning.magics;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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

  private Path lockFile(String name) {
    return folder.resolve("." + file(name).getFileName() + ".lock");
  }

  /** The names of all that are saved, in order. */
  List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX) && !file.startsWith("."))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .map(file -> URLDecoder.decode(file, StandardCharsets.UTF_8))
          .sorted()
          .toList();
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
    try (ProcessLock lock = ProcessLock.of(lockFile(name))) {
      if (lock == null) {
        throw new IllegalArgumentException(
            "run '" + name + "' is training and saves itself; stop it first");
      }
      Files.delete(file(name));
    }
    Files.deleteIfExists(lockFile(name));
  }

  /**
   * Reserves a name for a run that is about to be saved: this one, or where another process trains
   * a run of this name, the first free of NAME-2, NAME-3 and so on. What an earlier process saved
   * under it becomes NAME-before.
   */
  Claim claim(String name) throws IOException {
    Files.createDirectories(folder);
    String free = name;
    ProcessLock lock = ProcessLock.of(lockFile(free));
    for (int i = 2; lock == null; i++) {
      free = name + "-" + i;
      lock = ProcessLock.of(lockFile(free));
    }
    String before = null;
    if (Files.exists(file(free))) {
      before = free + "-before";
      Files.move(file(free), file(before), StandardCopyOption.REPLACE_EXISTING);
    }
    return new Claim(free, before, lock);
  }

  /** Reserves a name again for the run that was saved under it before. */
  Claim reclaim(String name) throws IOException {
    Files.createDirectories(folder);
    ProcessLock lock = ProcessLock.of(lockFile(name));
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

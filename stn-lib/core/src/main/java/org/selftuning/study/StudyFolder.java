package org.selftuning.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.Source;
import org.selftuning.record.History;
import org.selftuning.record.Run;
import org.selftuning.tensor.Device;

/**
 * Where a study keeps its runs: the history of each that is finished, the checkpoint of the one
 * that is not.
 *
 * @param folder the folder; null to keep nothing
 */
record StudyFolder(Path folder) {
  private static final String STUDY = "study.txt";

  /**
   * Claims the folder for a study.
   *
   * @param description says all on which results depend
   * @param content says what the data are; the folders of earlier versions lack it
   * @throws IllegalArgumentException if the folder holds a study of another description
   */
  void claim(String description, String content) throws IOException {
    if (folder == null) {
      return;
    }
    Path file = folder.resolve(STUDY);
    String before = Files.exists(file) ? Files.readString(file) : description;
    if (!before.equals(description) && !before.equals(description + content)) {
      throw new IllegalArgumentException(
          folder
              + " holds a study of another model, data, options or settings ("
              + STUDY
              + " says which); give this one a folder of its own");
    }
    AtomicFile.write(file, description + content);
  }

  /** Whether anything is kept. */
  boolean keeps() {
    return folder != null;
  }

  /** The history of a finished run, if it is here. */
  Optional<History> finished(String key) {
    return folder == null || !Files.exists(history(key))
        ? Optional.empty()
        : Optional.of(History.load(history(key)));
  }

  /** The run that was stopped, if it is here. */
  Optional<Run> begun(String key, Source data, Device device) throws IOException {
    return folder == null || !Files.exists(checkpoint(key))
        ? Optional.empty()
        : Optional.of(Run.load(checkpoint(key), data, device));
  }

  /** Keeps a run so that it can continue. */
  void keep(String key, Run run) throws IOException {
    if (folder != null) {
      run.save(checkpoint(key));
    }
  }

  /** Keeps what came of a finished run. */
  void finish(String key, Run run) throws IOException {
    if (folder != null) {
      run.history().save(history(key));
      Files.deleteIfExists(checkpoint(key));
    }
  }

  /** Where the files of a run are, without their endings. */
  Path files(String key) {
    return folder.resolve("trials").resolve(key);
  }

  private Path history(String key) {
    return folder.resolve("trials").resolve(key + ".json");
  }

  private Path checkpoint(String key) {
    return folder.resolve("trials").resolve(key + ".stn");
  }

  /** Deletes everything. */
  void delete() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

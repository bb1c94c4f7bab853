package org.selftuning.data;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data sets beside the repository, for tests that are skipped without them. */
final class SharedData {
  private SharedData() {}

  /** Returns the folder shared/data/NAME beside or above the repository, or skips the test. */
  static Path folder(String name) {
    Path found = null;
    for (Path at = Path.of("").toAbsolutePath(); at != null && found == null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("data").resolve(name);
      found = Files.isDirectory(folder) ? folder : null;
    }
    assumeThat(found)
        .as("the data set '%s' in shared/data above the working directory", name)
        .isNotNull();
    return found;
  }
}

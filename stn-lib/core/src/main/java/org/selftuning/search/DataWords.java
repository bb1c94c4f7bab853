package org.selftuning.search;

import java.util.ServiceLoader;
import org.selftuning.data.Source;

/** Makes data of the words that name it, where a trial is tried; found by {@link ServiceLoader}. */
@FunctionalInterface
public interface DataWords {

  /**
   * Returns what the words name, as after {@code data NAME}.
   *
   * @throws Exception if they name nothing here; one line says why
   */
  Source read(String words) throws Exception;

  /**
   * Returns the one on the class path.
   *
   * @throws IllegalStateException if there is none
   */
  static DataWords installed() {
    return ServiceLoader.load(DataWords.class, DataWords.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("nothing on the class path reads the words of data"));
  }
}

package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A data file is not what it should be. The message is one line: the file, what was found, what was
 * expected, what to do.
 */
public final class DataFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /** For {@code file}, with what is wrong in words. */
  public DataFormatException(Path file, String problem) {
    this(file, problem, null);
  }

  /** For {@code file}, with what is wrong in words and the error that showed it. */
  public DataFormatException(Path file, String problem, Throwable cause) {
    super(file.getFileName() + ": " + problem, cause);
    this.problem = problem;
  }

  /** What is wrong and what to do, without the file's name. */
  public String problem() {
    return problem;
  }
}

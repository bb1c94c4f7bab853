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

  /** For data that {@code source} names, with what is wrong in words. */
  public DataFormatException(String source, String problem) {
    super(source + ": " + problem);
    this.problem = problem;
  }

  /** For {@code file}, with what is wrong in words and the error that showed it. */
  public DataFormatException(Path file, String problem, Throwable cause) {
    super(file.getFileName() + ": " + problem, cause);
    this.problem = problem;
  }

  /**
   * For a file that a library cannot read: what it is no longer, and the library's reason, if that
   * is one for people.
   */
  public static DataFormatException damaged(String source, String problem, Exception cause) {
    String reason = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
    boolean inside =
        reason.length() > 120
            || reason.matches(
                "(?i)|null|.*(exception|\\bjavax?\\.|\\bcom\\.|\\borg\\.|bound|invoke|cast).*");
    DataFormatException damaged =
        new DataFormatException(source, problem + (inside ? ": it is damaged" : ": " + reason));
    damaged.initCause(cause);
    return damaged;
  }

  /** What is wrong and what to do, without the file's name. */
  public String problem() {
    return problem;
  }
}

package org.selftuning.notebook;

import java.io.IOException;

/** A notebook file that cannot be read as one; the message names the file and the reason. */
public final class NotebookException extends IOException {
  private static final long serialVersionUID = 1L;

  NotebookException(String message, Throwable cause) {
    super(message, cause);
  }
}

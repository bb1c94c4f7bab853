package org.selftuning.library;

import java.io.IOException;

/** Says in one line which library could not be had, and why. */
public final class LibraryException extends IOException {
  private static final long serialVersionUID = 1L;

  LibraryException(String message, Exception cause) {
    super(message, cause);
  }
}

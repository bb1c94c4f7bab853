package org.selftuning.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A mistake in the use of a magic: the notebook shows its message and nothing else, because the
 * stack belongs to the magic and not to the user.
 */
final class MagicFailure extends Exception {
  private static final long serialVersionUID = 1L;

  MagicFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether {@code thrown} reports a mistake of the user's rather than a defect in the magic. */
  static boolean isMistake(Throwable thrown) {
    return thrown.getMessage() != null
        && (thrown instanceof IllegalArgumentException
            || thrown instanceof IllegalStateException
            || thrown instanceof IOException
            || thrown instanceof UncheckedIOException
            || thrown.getClass().getName().startsWith("picocli."));
  }
}

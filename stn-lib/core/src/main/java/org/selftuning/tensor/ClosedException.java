package org.selftuning.tensor;

/** What was asked for needs device memory that has been freed. The message says what to do. */
public final class ClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Says in one line what is closed, and what to do. */
  public ClosedException(String message) {
    super(message);
  }
}

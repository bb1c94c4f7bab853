package org.selftuning.kernel;

/** Unwinds the user's code after an interrupt that the code itself did not answer. */
final class CellStopped extends Error {
  private static final long serialVersionUID = 1L;

  CellStopped() {
    super("the cell was interrupted");
  }
}

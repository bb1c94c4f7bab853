package org.selftuning.kernel;

import java.util.List;

/**
 * Why a cell failed, in the words that the notebook shows.
 *
 * <p>{@code name} is the simple name of the exception that the user's code threw, {@code
 * CompileError} for code that does not compile and {@code Interrupted} after an interrupt; {@code
 * traceback} are the lines under the cell.
 */
public final class CellFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final List<String> traceback;

  CellFailure(String name, String message, List<String> traceback, Throwable cause) {
    super(message, cause);
    this.name = name;
    this.traceback = List.copyOf(traceback);
  }

  /** What Jupyter calls {@code ename}. */
  public String name() {
    return name;
  }

  /** What Jupyter calls {@code evalue}; never null. */
  public String value() {
    return getMessage();
  }

  /** The lines that explain the failure; they may hold ANSI colors. */
  public List<String> traceback() {
    return traceback;
  }
}

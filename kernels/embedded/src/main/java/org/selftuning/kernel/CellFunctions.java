package org.selftuning.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.UUID;

/**
 * Functions that every cell can call without an import; they carry the names that IJava gives them.
 */
public final class CellFunctions {
  private static volatile String lastShown;

  private CellFunctions() {}

  static String lastShown() {
    return lastShown;
  }

  /** Whether {@code value} is what the latest display returned, {@code before} an earlier one. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // an equal text of the user's is shown
  static boolean shows(String value, String before) {
    return value == lastShown && value != before;
  }

  /**
   * Shows {@code value} under the cell.
   *
   * @return the id of the display, for {@link #updateDisplay}
   */
  public static String display(Object value) {
    return show(render(value));
  }

  /** Shows {@code value} as the media types {@code as}, such as {@code "text/html"}. */
  public static String display(Object value, String... as) {
    return show(render(value, as));
  }

  /** Replaces what the display {@code id} shows. */
  public static void updateDisplay(String id, Object value) {
    getKernelInstance().getIO().display.updateDisplay(id, new DisplayData(render(value)));
  }

  /** What {@link #display(Object)} would show. */
  public static DisplayData render(Object value) {
    return getKernelInstance().render(value);
  }

  /** What {@link #display(Object, String...)} would show. */
  public static DisplayData render(Object value, String... as) {
    if (as.length == 0) {
      return render(value);
    }
    return getKernelInstance().getRenderer().renderAs(value, as);
  }

  /** The kernel that runs this cell. */
  public static JavaKernel getKernelInstance() {
    return CellThread.current().kernel();
  }

  private static String show(DisplayData data) {
    if (!data.hasDisplayId()) {
      data.setDisplayId(UUID.randomUUID().toString());
    }
    getKernelInstance().getIO().display.display(data);
    String id = new String(data.getDisplayId()); // its own object: see shows
    lastShown = id;
    return id;
  }
}

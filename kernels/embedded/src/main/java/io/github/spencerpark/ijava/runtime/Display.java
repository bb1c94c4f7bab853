package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.selftuning.kernel.CellFunctions;

/** As {@link CellFunctions}, under IJava's name. */
public final class Display {
  private Display() {}

  /** What {@link #display(Object)} would show. */
  public static DisplayData render(Object value) {
    return CellFunctions.render(value);
  }

  /** What {@link #display(Object, String...)} would show. */
  public static DisplayData render(Object value, String... as) {
    return CellFunctions.render(value, as);
  }

  /** Shows a value; returns the id of its display. */
  public static String display(Object value) {
    return CellFunctions.display(value);
  }

  /** Shows a value as the media types {@code as}. */
  public static String display(Object value, String... as) {
    return CellFunctions.display(value, as);
  }

  /** As {@link CellFunctions#display(String, Object)}. */
  public static String display(String one, Object other) {
    return CellFunctions.display(one, other);
  }

  /** Shows a value. */
  public static void print(Object value) {
    CellFunctions.print(value);
  }

  /** Replaces what the display {@code id} shows. */
  public static void updateDisplay(String id, Object value) {
    CellFunctions.updateDisplay(id, value);
  }

  /** Replaces what the display {@code id} shows, as the media types {@code as}. */
  public static void updateDisplay(String id, Object value, String... as) {
    CellFunctions.updateDisplay(id, value, as);
  }

  /** As {@link CellFunctions#updateDisplay(String, String, Object)}. */
  public static void updateDisplay(String id, String one, Object other) {
    CellFunctions.updateDisplay(id, one, other);
  }
}

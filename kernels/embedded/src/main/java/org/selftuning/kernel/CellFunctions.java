package org.selftuning.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Functions that every cell can call without an import. Cells see them in the classes of {@code
 * io.github.spencerpark.ijava.runtime}, so that a notebook that imports those finds the same.
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

  /**
   * Shows the second of the two as the media type that the first names, as rapaio's kernel has it:
   * {@code display("text/html", "<b>b</b>")}, {@code display("html", table)}; or the first as the
   * type that the second names, as IJava has it.
   */
  public static String display(String one, Object other) {
    return show(either(one, other));
  }

  /** Replaces what the display {@code id} shows. */
  public static void updateDisplay(String id, Object value) {
    getKernelInstance().getIO().display.updateDisplay(id, new DisplayData(render(value)));
  }

  /** Replaces what the display {@code id} shows, as the media types {@code as}. */
  public static void updateDisplay(String id, Object value, String... as) {
    updateDisplay(id, render(value, as));
  }

  /**
   * Replaces what the display {@code id} shows; the others as in {@link #display(String, Object)}.
   */
  public static void updateDisplay(String id, String one, Object other) {
    updateDisplay(id, either(one, other));
  }

  /** Shows {@code value} under the cell, as Ganymede has it. */
  public static void print(Object value) {
    getKernelInstance().display(render(value));
  }

  private static DisplayData either(String one, Object other) {
    Optional<String> type = MediaTypes.named(one);
    boolean reversed =
        other instanceof String text && text.indexOf('/') > 0 && MediaTypes.named(text).isPresent();
    if (type.isEmpty() || reversed) {
      return render(one, new String[] {String.valueOf(other)});
    }
    DisplayData data = render(other, type.get());
    MIMEType wanted = MIMEType.parse(type.get());
    if (!data.hasDataForType(wanted)) {
      data.putData(wanted, String.valueOf(other));
    }
    return data;
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

  /**
   * The value of code that is given as text; null also where it has none.
   *
   * @throws Exception what it throws, or that it does not compile
   */
  public static Object eval(String code) throws Exception {
    return getKernelInstance().evalRaw(code);
  }

  /** Applies the line magic {@code name}; returns what it returns. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as IJava declares it
  public static <T> T lineMagic(String name, List<String> arguments) throws Exception {
    return (T) getKernelInstance().getMagics().applyLineMagic(name, arguments);
  }

  /** Applies the cell magic {@code name}; returns what it returns. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as IJava declares it
  public static <T> T cellMagic(String name, List<String> arguments, String body) throws Exception {
    return (T) getKernelInstance().getMagics().applyCellMagic(name, arguments, body);
  }

  /** Registers the methods of {@code magics} that are annotated as line or cell magics. */
  public static void addMagics(Object magics) {
    getKernelInstance().getMagics().registerMagics(magics);
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

package org.selftuning.kernel;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;

/**
 * Puts failures into words: what happened, in which line of the cell, and nothing of the kernel.
 */
final class CellErrors {
  private static final String RED = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";
  private static final Pattern UNKNOWN_TYPE = Pattern.compile("^cannot find symbol: class (\\w+)");
  private static final int MAX_FRAMES = 20;

  private final CellSources sources;

  CellErrors(CellSources sources) {
    this.sources = sources;
  }

  /**
   * Code that the compiler refused.
   *
   * @param code the text that JShell saw, {@code cell} the text that the user wrote
   * @param importFor the import that makes a type's simple name known, or an empty text
   * @param offset where {@code code} begins in the rewritten cell
   */
  CellFailure compile(
      List<Diag> diagnostics,
      String rewritten,
      String cell,
      int offset,
      UnaryOperator<String> importFor) {
    List<String> lines = new ArrayList<>();
    String first = null;
    for (Diag diag : diagnostics) {
      if (!diag.isError()) {
        continue;
      }
      String message = sentence(diag.getMessage(null));
      Matcher type = UNKNOWN_TYPE.matcher(message);
      if (type.find()) {
        String hint = importFor.apply(type.group(1));
        message += hint.isEmpty() ? "" : "; " + hint;
      }
      int at = (int) Math.min(rewritten.length(), Math.max(0, offset + diag.getStartPosition()));
      int line = lineOf(rewritten, at);
      String wrote = lineAt(cell, line);
      boolean same = wrote.equals(lineAt(rewritten, line));
      if (first == null) {
        first = "line " + line + ": " + message;
      }
      lines.add(RED + "CompileError" + PLAIN + ": " + message);
      String prefix = "  line " + line + ":  ";
      lines.add(prefix + wrote.stripTrailing());
      if (same) {
        int column = at - rewritten.lastIndexOf('\n', Math.max(0, at - 1)) - 1;
        if (at == 0) {
          column = 0;
        }
        long width = Math.max(1, diag.getEndPosition() - diag.getStartPosition());
        int visible = (int) Math.max(1, Math.min(width, wrote.stripTrailing().length() - column));
        lines.add(" ".repeat(prefix.length()) + blank(wrote, column) + "^".repeat(visible));
      }
    }
    if (first == null) {
      first = "the cell is not complete Java; is a bracket, a quote or a comment left open?";
      lines.add(RED + "CompileError" + PLAIN + ": " + first);
    }
    return new CellFailure("CompileError", first, lines, null);
  }

  /** An exception of the user's code, with JShell's translation of its stack where there is one. */
  CellFailure thrown(Throwable thrown, JShellException translated) {
    List<String> lines = new ArrayList<>();
    Throwable at = thrown;
    Throwable frames = translated == null ? thrown : translated;
    StackTraceElement[] outer = {};
    for (int depth = 0; at != null && depth < 10; depth++) {
      String label = depth == 0 ? "" : "Caused by: ";
      String message = at.getMessage() == null ? "" : ": " + CellNames.plain(at.getMessage());
      lines.add(label + RED + name(at) + PLAIN + message);
      if (frames != null) {
        StackTraceElement[] stack = frames.getStackTrace();
        frames(unlike(outer, stack), depth == 0, lines);
        outer = stack;
      }
      Throwable cause = at.getCause();
      frames = frames == null ? null : frames.getCause();
      at = cause == at ? null : cause;
    }
    return new CellFailure(name(thrown), message(thrown), lines, thrown);
  }

  /** A mistake in a magic: its message alone. */
  static CellFailure mistake(MagicFailure failure) {
    String name = failure.getCause() == null ? "MagicError" : name(failure.getCause());
    return new CellFailure(
        name,
        message(failure),
        List.of(RED + "Error" + PLAIN + ": " + failure.getMessage()),
        failure);
  }

  /** A cell that an interrupt ended, in one line. */
  CellFailure interrupted(Throwable how, JShellException translated) {
    String message = "the cell was interrupted";
    if (how instanceof CellThread.Abandoned) {
      message =
          "the cell was left behind because its code does not react; its output is cut off, but it"
              + " keeps a processor busy until it ends or the kernel restarts";
    } else if (translated != null) {
      Optional<CellSources.Place> place = firstPlace(translated.getStackTrace());
      if (place.isPresent()) {
        message += " in line " + place.get().line();
      }
    }
    return new CellFailure(
        "Interrupted", message, List.of(RED + "Interrupted" + PLAIN + ": " + message), how);
  }

  /** A cell that the kernel ended, for a reason that needs one line. */
  static CellFailure ended(Throwable reason) {
    String line = RED + name(reason) + PLAIN + ": " + message(reason);
    return new CellFailure(name(reason), message(reason), List.of(line), reason);
  }

  /** Whether {@code thrown} is how code ends that was interrupted. */
  static boolean isInterrupt(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof InterruptedException
          || t instanceof CellStopped
          || t instanceof InterruptedIOException
          || t instanceof ClosedByInterruptException
          || t instanceof CancellationException
          || t instanceof CellThread.Abandoned
          || t instanceof CellThread.Unanswered) {
        return true;
      }
    }
    return false;
  }

  /** A method or class that names something not declared yet. */
  static CellFailure unresolved(UnresolvedReferenceException e, JShell shell) {
    DeclarationSnippet snippet = e.getSnippet();
    String missing = shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
    String message = snippet.name() + " cannot run yet, because it uses " + missing;
    if (missing.isEmpty()) {
      message = snippet.name() + " cannot run yet: its declaration does not compile";
    }
    return new CellFailure(
        "UnresolvedReference",
        message,
        List.of(RED + "UnresolvedReference" + PLAIN + ": " + message),
        e);
  }

  private void frames(StackTraceElement[] stack, boolean quote, List<String> lines) {
    int shown = 0;
    int hidden = 0;
    boolean quoted = !quote;
    for (int i = 0; i < stack.length; i++) {
      Optional<CellSources.Place> place = sources.find(stack[i]);
      if (place.isEmpty()) {
        if (i == 0) {
          String at = stack[i].getClassName() + "." + stack[i].getMethodName();
          lines.add("    at " + CellNames.plain(at));
        }
        continue;
      }
      if (shown++ >= MAX_FRAMES) {
        hidden++;
        continue;
      }
      String where = "cell " + place.get().cell() + ", line " + place.get().line();
      String method = method(stack[i]);
      String text = quoted || place.get().text().isEmpty() ? "" : ":  " + place.get().text();
      quoted = true;
      lines.add(
          method.isEmpty()
              ? "    at " + where + text
              : "    at " + method + " (" + where + ")" + text);
    }
    if (hidden > 0) {
      lines.add("    … and " + hidden + " more frames");
    }
  }

  /** The frames of a cause that are not also those of what it caused. */
  private static StackTraceElement[] unlike(StackTraceElement[] outer, StackTraceElement[] stack) {
    int end = stack.length;
    for (int i = outer.length; i > 0 && end > 0 && outer[i - 1].equals(stack[end - 1]); i--) {
      end--;
    }
    return Arrays.copyOf(stack, end);
  }

  private static String method(StackTraceElement frame) {
    String method = frame.getMethodName();
    if (method.startsWith("lambda$")) {
      return "";
    }
    String owner = frame.getClassName();
    boolean member = !owner.isEmpty() && !owner.startsWith("REPL.") && !method.isEmpty();
    return member ? owner + "." + method : method;
  }

  private Optional<CellSources.Place> firstPlace(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      Optional<CellSources.Place> place = sources.find(frame);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  private static String name(Throwable thrown) {
    if (thrown instanceof EvalException eval) {
      return eval.getExceptionClassName();
    }
    String simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getName() : simple;
  }

  private static String message(Throwable thrown) {
    return thrown.getMessage() == null ? "" : CellNames.plain(thrown.getMessage());
  }

  /** javac's message in one line, without the invented names of JShell's wrapper classes. */
  private static String sentence(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.matches("location:\\s+class\\s*(REPL\\S*)?"))
        .map(line -> line.replaceFirst("^symbol:\\s+", ""))
        .collect(Collectors.joining(": "))
        .replaceAll(":( \\()|(?<=\\.):", "$1") // a remark in brackets, or the next sentence
        .transform(CellNames::plain)
        .replace(
            "sealed class must have subclasses",
            "a sealed type needs subtypes: declare them in the same cell, or name them after"
                + " 'permits'");
  }

  private static int lineOf(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  private static String lineAt(String text, int line) {
    String[] lines = text.split("\n", -1);
    return line <= lines.length ? lines[line - 1] : "";
  }

  /** White space as wide as the first {@code columns} characters, tabs kept. */
  private static String blank(String line, int columns) {
    String start = line.substring(0, Math.min(columns, line.length())).replaceAll("[^\t]", " ");
    return start + " ".repeat(Math.max(0, columns - line.length()));
  }
}

package org.selftuning.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the magics in a cell.
 *
 * <p>A line magic, {@code %name arguments} to the end of its line, is where a statement can begin
 * or on the right of {@code =} or {@code return}; a backslash at the end of the line continues it.
 * A cell magic, {@code %%name arguments}, opens the cell and takes all that follows as its body; it
 * too can be assigned. Percent signs in strings, text blocks, comments and remainders are none of
 * these.
 */
final class MagicSource {
  private static final Pattern CELL =
      Pattern.compile(
          "\\A(?:\\s|//[^\\n]*\\n)*+(?:(?<target>[\\w.<>\\[\\], ?]+?)\\s*=\\s*)?%%(?<name>\\w+)(?<args>[^\\n"
              + "]*)(?:\\n"
              + "(?<body>.*))?\\z",
          Pattern.DOTALL);

  private MagicSource() {}

  /**
   * A whole cell that is a magic.
   *
   * @param target what is left of the equals sign, such as {@code var model}; null when nothing is
   */
  record CellMagic(String target, String name, String arguments, String body) {
    /** Whether the body is Java like any other cell's, as Ganymede says it. */
    boolean isJava() {
      return target == null && name.equals("java");
    }

    /** The body of {@code cell}, in the lines that it has there. */
    String bodyInPlace(String cell) {
      int header = cell.length() - body.length();
      return cell.substring(0, header).replaceAll("[^\n]", "") + body;
    }
  }

  /**
   * A magic in a line of Java.
   *
   * @param start where its percent sign is in the cell
   * @param end where the line ends
   * @param statement whether it is alone
   * @param separate whether the code before it still needs a semicolon
   */
  record LineMagic(
      int start, int end, boolean statement, boolean separate, String name, String arguments) {}

  static Optional<CellMagic> cellMagic(String cell) {
    Matcher m = CELL.matcher(cell);
    if (!m.matches()) {
      return Optional.empty();
    }
    String body = m.group("body");
    return Optional.of(
        new CellMagic(
            m.group("target"), m.group("name"), m.group("args").strip(), body == null ? "" : body));
  }

  /**
   * The line magics of {@code cell} in their order.
   *
   * @param known the names of registered magics; an unknown name is still taken for a magic where
   *     it cannot be a remainder
   */
  static List<LineMagic> lineMagics(String cell, Predicate<String> known) {
    return new MagicScanner(cell, known).run();
  }

  /** The cell with each line magic replaced by a call of {@link MagicCalls}, line for line. */
  static String toJava(String cell, Predicate<String> known) {
    StringBuilder java = new StringBuilder();
    int from = 0;
    for (LineMagic magic : lineMagics(cell, known)) {
      java.append(cell, from, magic.start());
      java.append(magic.separate() ? ";" : "");
      java.append(call(magic.name(), magic.arguments())).append(';');
      cell.substring(magic.start(), magic.end())
          .chars()
          .filter(c -> c == '\n')
          .forEach(c -> java.append('\n'));
      from = magic.end();
    }
    return java.append(cell.substring(from)).toString();
  }

  /** The magics of a cell that holds nothing else; none when it holds anything else. */
  static List<Call> onlyCalls(String cell, Predicate<String> known) {
    List<LineMagic> magics = lineMagics(cell, known);
    int from = 0;
    for (LineMagic magic : magics) {
      if (!magic.statement() || !cell.substring(from, magic.start()).isBlank()) {
        return List.of();
      }
      from = magic.end();
    }
    return cell.substring(from).isBlank()
        ? magics.stream().map(MagicSource::statement).toList()
        : List.of();
  }

  private static String call(String name, String arguments) {
    return MagicCalls.class.getName() + ".line(\"" + name + "\", " + inJava(name, arguments) + ")";
  }

  private static final Pattern CALL =
      Pattern.compile(
          "\\A(?<target>[^\"]*?)"
              + Pattern.quote(MagicCalls.class.getName() + ".line(")
              + "\"(?<name>\\w+)\", (?<args>.*)\\)\\s*;?\\s*\\z",
          Pattern.DOTALL);
  private static final Pattern INFERRED =
      Pattern.compile("(?:final\\s+)?var\\s+(?<variable>\\w+)\\s*=");

  /**
   * A magic call that makes up a whole piece of Java.
   *
   * @param variable the variable of {@code var variable = %name …}; null for a statement
   * @param arguments an expression of Java: a literal, unless they name values in braces
   */
  record Call(String variable, String name, String arguments) {}

  private static Call statement(LineMagic magic) {
    return new Call(null, magic.name(), inJava(magic.name(), magic.arguments()));
  }

  private static String inJava(String name, String arguments) {
    return Timing.NAMES.contains(name)
        ? MagicArguments.quote(arguments)
        : MagicArguments.toJava(arguments);
  }

  /** Recognizes, in a piece of rewritten Java, a magic alone or after {@code var x =}. */
  static Optional<Call> wholeCall(String piece) {
    Matcher m = CALL.matcher(piece);
    if (!m.matches()) {
      return Optional.empty();
    }
    String target = withoutComments(m.group("target"));
    Matcher inferred = INFERRED.matcher(target);
    if (!target.isEmpty() && !inferred.matches()) {
      return Optional.empty();
    }
    String variable = target.isEmpty() ? null : inferred.group("variable");
    return Optional.of(new Call(variable, m.group("name"), m.group("args")));
  }

  private static String withoutComments(String code) {
    return code.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("//[^\\n]*", " ").strip();
  }
}

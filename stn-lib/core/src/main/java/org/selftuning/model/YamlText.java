package org.selftuning.model;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/** How numbers and names are written in YAML so that they are read as what they were. */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");
  private static final CoreScalarResolver RESOLVER = new CoreScalarResolver(true);
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Z}\\p{C}&&[^ ]]");
  private static final int EXCERPT = 40;

  private YamlText() {}

  /** Returns the shortest form of a finite number: {@code 24}, {@code 0.05}, {@code 1e-5}. */
  static String number(double x) {
    boolean negativeZero = x == 0 && 1 / x < 0;
    if (x == Math.rint(x) && Math.abs(x) < 1e15 && !negativeZero) {
      return Long.toString((long) x);
    }
    return Double.toString(x).replace(".0E", "e").replace('E', 'e');
  }

  /** Returns a name, in quotes where YAML would take it for something else. */
  static String name(String name) {
    if (PLAIN.matcher(name).matches() && RESOLVER.resolve(name, true).equals(Tag.STR)) {
      return name;
    }
    StringBuilder quoted = new StringBuilder("\"");
    name.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  /** Returns an item of a list; lines after its first are indented as YAML wants them. */
  static String item(String text) {
    return "- " + text.replace("\n", "\n  ");
  }

  /** Returns a key with what is below it, a list or a mapping of several lines. */
  static String below(String key, String lines) {
    return lines.isEmpty() ? key + ": []" : key + ":\n  " + lines.replace("\n", "\n  ");
  }

  private static String escaped(int c) {
    if (c == '"' || c == '\\') {
      return "\\" + (char) c;
    }
    if ((c >= ' ' && c <= '~') || Character.isLetterOrDigit(c)) {
      return Character.toString(c);
    }
    return c > 0xFFFF ? String.format("\\U%08X", c) : String.format("\\u%04X", c);
  }

  /**
   * Returns the beginning of a text from the user, fit for an error message of one line: what can't
   * be seen shows as its code.
   */
  static String excerpt(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    line =
        UNSEEN.matcher(line).replaceAll(c -> String.format("‹U+%04X›", c.group().codePointAt(0)));
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
  }
}

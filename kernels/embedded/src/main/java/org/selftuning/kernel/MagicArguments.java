package org.selftuning.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The arguments of a magic as Java: {@code seed-{s}} becomes {@code "seed-" + (s)}, {@code {{} and
 * {@code }}} are braces, as in IPython; a backslash before the brace, which rapaio's kernel asks
 * for, is no part of the text. Braces with nothing between them are left alone.
 */
final class MagicArguments {
  private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  private MagicArguments() {}

  /** An expression of Java whose value is {@code text} with its expressions replaced. */
  static String toJava(String text) {
    StringBuilder java = new StringBuilder();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean twice = i + 1 < text.length() && text.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && twice) {
        literal.append(c);
        i++;
        continue;
      }
      boolean marked = c == '\\' && text.startsWith("\\{", i) && closing(text, i + 1) > 0;
      if (marked) { // as rapaio's kernel has it
        c = text.charAt(++i);
      }
      int end = c == '{' ? closing(text, i) : -1;
      if (end < 0 || text.substring(i + 1, end).isBlank()) {
        literal.append(c);
        continue;
      }
      java.append(quote(literal.toString())).append(" + (");
      java.append(text, i + 1, end).append(") + ");
      literal.setLength(0);
      i = end;
    }
    return java.append(quote(literal.toString())).toString();
  }

  /** The brace that closes the one at {@code open}, outside of quotes; −1 when none does. */
  private static int closing(String text, int open) {
    int depth = 0;
    char quote = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        i += c == '\\' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The text that a literal stands for; empty when {@code java} is no literal. */
  static Optional<String> literal(String java) {
    return LITERAL.matcher(java).matches()
        ? Optional.of(java.substring(1, java.length() - 1).translateEscapes())
        : Optional.empty();
  }

  static String quote(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c == '\t') {
        literal.append("\\t");
      } else {
        literal.append(c);
      }
    }
    return literal.append('"').toString();
  }
}

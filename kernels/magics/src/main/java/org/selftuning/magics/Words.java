package org.selftuning.magics;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the arguments of a magic into words as a shell would: single quotes keep everything,
 * double quotes keep everything but {@code \"} and {@code \\}, {@code ""} is an empty word, and a
 * backslash elsewhere is itself (Windows paths).
 */
public final class Words {
  private Words() {}

  /**
   * Returns the words of {@code line}; an {@link IllegalArgumentException} if a quote stays open.
   */
  public static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (word != null) {
          words.add(word.toString());
          word = null;
        }
        continue;
      }
      if (word == null) {
        word = new StringBuilder();
      }
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (quote == '"' && c == '\\' && i + 1 < line.length() && isEscaped(line, i + 1)) {
        word.append(line.charAt(++i));
      } else {
        word.append(c);
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException(
          "The quote " + quote + " in the arguments is never closed: " + line);
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }

  /** Returns a line of which {@link #split} makes these words. */
  public static String join(List<String> words) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      boolean plain = !word.isEmpty() && word.chars().noneMatch(Words::splits);
      quoted.add(plain ? word : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
    return String.join(" ", quoted);
  }

  private static boolean splits(int c) {
    return Character.isWhitespace(c) || c == '"' || c == '\'';
  }

  private static boolean isEscaped(String line, int at) {
    return line.charAt(at) == '"' || line.charAt(at) == '\\';
  }
}

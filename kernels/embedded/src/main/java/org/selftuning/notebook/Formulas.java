package org.selftuning.notebook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the formulas out of a markdown text, so that markdown leaves them alone, and puts them back
 * as MathML. Code is passed over: a dollar in it is no formula. Time is linear in the text's
 * length, however its marks are unpaired.
 */
final class Formulas {
  private static final List<String> ENVIRONMENTS =
      List.of("equation", "align", "gather", "eqnarray");

  /** Characters for private use: markdown leaves them alone, and nobody types them. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\uE000(\\d{1,9})\uE001");

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private final List<String> formulas = new ArrayList<>();

  /** Marks that are not found again before the end of the text. */
  private final Set<String> exhausted = new HashSet<>();

  private int at;

  /** Takes them out of {@code text}. */
  Formulas(String text) {
    this.text = text;
    while (at < text.length()) {
      next();
    }
  }

  /** The text with a placeholder for each formula. */
  String rest() {
    return out.toString();
  }

  /** Returns {@code html} with the formulas in their places. */
  String putBack(String html) {
    return PLACEHOLDER
        .matcher(html)
        .replaceAll(
            found -> {
              int i = Integer.parseInt(found.group(1));
              return Matcher.quoteReplacement(
                  i < formulas.size() ? formulas.get(i) : found.group());
            });
  }

  /** Returns {@code text} without placeholders. */
  static String without(String text) {
    return PLACEHOLDER.matcher(text).replaceAll("");
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '`' || (c == '~' && text.startsWith("~~~", at) && startsLine())) {
      code(c);
    } else if (text.startsWith("\\$", at)) {
      copy(2);
    } else if (c == '$' || c == '\\') {
      formula();
    } else {
      copy(1);
    }
  }

  private boolean startsLine() {
    return at == 0 || text.charAt(at - 1) == '\n';
  }

  private void copy(int length) {
    out.append(text, at, at + length);
    at += length;
  }

  private void code(char mark) {
    int length = run(mark, at);
    boolean fence = length >= 3 && startsLine();
    String marks = text.substring(at, at + length);
    int close = fence ? find("\n" + marks, at + length) : closingRun(mark, length);
    if (close < 0) {
      copy(fence ? text.length() - at : length);
    } else {
      copy(close + length + (fence ? 1 : 0) - at);
    }
  }

  private int run(char mark, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) == mark) {
      end++;
    }
    return end - from;
  }

  /** Where the next run of exactly {@code length} marks begins; −1 if there is none. */
  private int closingRun(char mark, int length) {
    String key = "run of " + length;
    int i = exhausted.contains(key) ? text.length() : at + length;
    while (i < text.length()) {
      int found = run(mark, i);
      if (found == length) {
        return i;
      }
      i += Math.max(1, found);
    }
    exhausted.add(key);
    return -1;
  }

  /** Where {@code mark} is next; −1 if it is not there, which takes time only once. */
  private int find(String mark, int from) {
    int found = exhausted.contains(mark) ? -1 : text.indexOf(mark, from);
    if (found < 0) {
      exhausted.add(mark);
    }
    return found;
  }

  private void formula() {
    if (!between("$$", "$$") && !between("\\[", "\\]") && !environment() && !inline()) {
      copy(1);
    }
  }

  private boolean between(String open, String close) {
    if (!text.startsWith(open, at)) {
      return false;
    }
    int from = at + open.length();
    int end = find(close, from + 1);
    return end >= 0 && take(from, end, end + close.length(), true);
  }

  private boolean environment() {
    if (!text.startsWith("\\begin{", at)) {
      return false;
    }
    for (String name : ENVIRONMENTS) {
      for (String star : List.of("}", "*}")) {
        if (text.startsWith(name + star, at + 7)) {
          String close = "\\end{" + name + star;
          int end = find(close, at);
          return end >= 0 && take(at, end + close.length(), end + close.length(), true);
        }
      }
    }
    return false;
  }

  /** Dollars with a formula within a paragraph: no blank beside them, no digit behind. */
  private boolean inline() {
    int end = at + 1;
    if (text.charAt(at) != '$') {
      return false;
    }
    while (end < text.length() && text.charAt(end) != '$' && !text.startsWith("\n\n", end)) {
      end++;
    }
    if (end == at + 1 || !text.startsWith("$", end)) {
      return false;
    }
    char last = text.charAt(end - 1);
    boolean price = end + 1 < text.length() && Character.isDigit(text.charAt(end + 1));
    return !Character.isWhitespace(text.charAt(at + 1))
        && !Character.isWhitespace(last)
        && last != '\\'
        && !price
        && take(at + 1, end, end + 1, false);
  }

  private boolean take(int from, int to, int end, boolean display) {
    out.append('\uE000').append(formulas.size()).append('\uE001');
    formulas.add(TexMath.toMathMl(text.substring(from, to), display));
    at = end;
    return true;
  }
}

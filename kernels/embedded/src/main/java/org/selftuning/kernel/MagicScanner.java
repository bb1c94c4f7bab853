package org.selftuning.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a cell once from start to end, as far into Java's lexical grammar as it takes to tell a
 * magic from a percent sign in a string, a comment or a remainder.
 */
final class MagicScanner {
  private static final Pattern NON_SEALED = Pattern.compile("\\bnon-sealed\\b(?=\\s+\\w)");
  private static final Pattern NAME = Pattern.compile("\\w+");

  private final String s;
  private final Predicate<String> known;
  private final List<MagicSource.LineMagic> found = new ArrayList<>();
  private final Set<String> words = new HashSet<>();
  private final StringBuilder code;
  private int at;
  private boolean lineStart = true;
  private char last = ';';
  private String statement = "";
  private String word = "";

  MagicScanner(String source, Predicate<String> known) {
    this.s = source;
    this.known = known;
    this.code = new StringBuilder(source);
  }

  /** {@code java} with blanks where its comments and literals are; everything keeps its place. */
  static String codeOnly(String java) {
    MagicScanner scanner = new MagicScanner(java, name -> false);
    scanner.run();
    return scanner.code.toString();
  }

  /** The last character of {@code java} that is neither white space nor comment. */
  static char lastCharacter(String java) {
    MagicScanner scanner = new MagicScanner(java, name -> false);
    scanner.run();
    return scanner.last;
  }

  /** {@code java} with blanks where it says {@code non-sealed}; everything keeps its place. */
  static String withoutNonSealed(String java) {
    if (!java.contains("non-sealed")) {
      return java;
    }
    StringBuilder without = new StringBuilder(java);
    Matcher word = NON_SEALED.matcher(codeOnly(java));
    while (word.find()) {
      without.replace(word.start(), word.end(), " ".repeat(word.end() - word.start()));
    }
    return without.toString();
  }

  List<MagicSource.LineMagic> run() {
    while (at < s.length()) {
      char c = s.charAt(at);
      if (c == '\n') {
        lineStart = true;
        at++;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (s.startsWith("//", at)) {
        at = hide(at, indexOrEnd("\n", at));
      } else if (s.startsWith("/*", at)) {
        at = hide(at, after("*/", at + 2));
      } else if (s.startsWith("\"\"\"", at)) {
        textBlock();
      } else if (c == '"' || c == '\'') {
        literal(c);
      } else if (c == '%' && isMagic()) {
        magic();
      } else if (Character.isJavaIdentifierStart(c)) {
        word();
      } else {
        see(c);
        at++;
      }
    }
    return found;
  }

  private boolean isMagic() {
    Matcher name = NAME.matcher(s).region(at + 1, s.length());
    if (!name.lookingAt() || Character.isDigit(s.charAt(at + 1))) {
      return false;
    }
    if (lineStart) {
      boolean continues = !words.contains(name.group()) && known.test(name.group());
      return atStatement() || last == '=' || continues; // a variable of this name is divided by
    }
    return last == '=' || word.equals("return") || (atStatement() && known.test(name.group()));
  }

  private boolean atStatement() {
    return last == ';' || last == '{' || last == '}';
  }

  private void magic() {
    boolean alone = lineStart && last != '=' && !word.equals("return");
    boolean inside = statement.matches("if|for|while|else|do");
    boolean separate = alone && !atStatement() && !inside;
    int end = indexOrEnd("\n", at);
    StringBuilder text = new StringBuilder(s.substring(at + 1, end).stripTrailing());
    while (end < s.length() && text.length() > 0 && text.charAt(text.length() - 1) == '\\') {
      text.setLength(text.length() - 1);
      int next = indexOrEnd("\n", end + 1);
      text.append(s.substring(end + 1, next).strip());
      end = next;
    }
    Matcher name = NAME.matcher(text);
    boolean named = name.lookingAt();
    String arguments = named ? text.substring(name.end()).strip() : "";
    found.add(
        new MagicSource.LineMagic(
            at, end, alone || atStatement(), separate, name.group(), withoutEnd(arguments)));
    at = end;
    see(';');
  }

  private static String withoutEnd(String arguments) {
    return arguments.endsWith(";")
        ? arguments.substring(0, arguments.length() - 1).stripTrailing()
        : arguments;
  }

  private void word() {
    int start = at;
    while (at < s.length() && Character.isJavaIdentifierPart(s.charAt(at))) {
      at++;
    }
    String seen = s.substring(start, at);
    words.add(seen);
    if (atStatement()) {
      statement = seen;
    }
    see('a');
    word = seen;
  }

  private void see(char c) {
    last = c;
    word = "";
    lineStart = false;
    if (atStatement()) {
      statement = "";
    }
  }

  private int hide(int from, int end) {
    for (int i = from; i < end; i++) {
      if (code.charAt(i) != '\n') {
        code.setCharAt(i, ' ');
      }
    }
    return end;
  }

  private void literal(char quote) {
    int start = at++;
    while (at < s.length() && s.charAt(at) != quote && s.charAt(at) != '\n') {
      at += s.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at, s.length());
    if (at < s.length() && s.charAt(at) == quote) {
      at++;
    }
    hide(start, at);
    see('"');
  }

  private void textBlock() {
    int start = at;
    at += 3;
    while (at < s.length() && !s.startsWith("\"\"\"", at)) {
      at += s.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 3, s.length());
    hide(start, at);
    see('"');
  }

  private int indexOrEnd(String text, int from) {
    int index = s.indexOf(text, from);
    return index < 0 ? s.length() : index;
  }

  private int after(String text, int from) {
    int index = s.indexOf(text, from);
    return index < 0 ? s.length() : index + text.length();
  }
}

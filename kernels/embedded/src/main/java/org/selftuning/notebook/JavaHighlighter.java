package org.selftuning.notebook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code of a cell as HTML with its words marked: Java, its magics, and the YAML of a model. */
final class JavaHighlighter {
  /** Strings end after 500 escapes, because each costs the matcher a call. */
  private static final Pattern JAVA =
      Pattern.compile(
          "(?<comment>//[^\\n"
              + "]*|/\\*.*?(?:\\*/|\\z))|(?<string>\"\"\".*?(?:\"\"\"|\\z)|\"(?:[^\"\\\\\\n"
              + "]++|\\\\.){0,500}+\"?|'(?:[^'\\\\\\n"
              + "]++|\\\\.){0,500}+'?)|(?<magic>(?m:(?:^[ \\t]*|(?<==)[ \\t]*)%%?[a-zA-Z]\\w*[^\\n"
              + "]*))|(?<annotation>@\\w+)"
              + "|(?<number>\\b(?:0[xX][0-9a-fA-F_]+|\\d[\\d_]*(?:\\.\\d[\\d_]*)?(?:[eE][+-]?\\d+)?)[fFdDlL]?)"
              + "|(?<keyword>\\b(?:abstract|assert|boolean|break|byte|case|catch|char|class|continue"
              + "|default|do|double|else|enum|extends|final|finally|float|for|if|implements|import"
              + "|instanceof|int|interface|long|new|null|package|private|protected|public|record"
              + "|return|sealed|short|static|super|switch|synchronized|this|throw|throws|transient"
              + "|true|false|try|var|void|volatile|while|yield)\\b)|(?<type>\\b[A-Z]\\w*)"
              + "|(?<word>\\w+)",
          Pattern.DOTALL);

  private static final Pattern YAML =
      Pattern.compile(
          "(?<comment>#[^\\n]*)"
              + "|(?<string>\"[^\"\\n]*\"|'[^'\\n]*')"
              + "|(?<keyword>(?<![\\w-])[\\w-]++(?=\\s*+:))"
              + "|(?<number>(?<![\\w.])-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?![\\w]))");
  private static final String[] KINDS = {
    "comment", "string", "magic", "annotation", "number", "keyword", "type"
  };

  private JavaHighlighter() {}

  static String toHtml(String code) {
    String start = code.stripLeading();
    int cellMagic =
        start.startsWith("%%") || start.matches("(?s)[\\w ]+=\\s*%%.*") ? code.indexOf('\n') : -1;
    if (cellMagic >= 0) {
      return Html.span("magic", code.substring(0, cellMagic))
          + mark(YAML, code.substring(cellMagic));
    }
    return start.startsWith("%%") ? Html.span("magic", code) : mark(JAVA, code);
  }

  private static String mark(Pattern language, String code) {
    StringBuilder html = new StringBuilder();
    Matcher token = language.matcher(code);
    int from = 0;
    while (token.find()) {
      html.append(Html.escape(code.substring(from, token.start())));
      String kind = kind(token, language);
      html.append(kind == null ? Html.escape(token.group()) : Html.span(kind, token.group()));
      from = token.end();
    }
    return html.append(Html.escape(code.substring(from))).toString();
  }

  private static String kind(Matcher token, Pattern language) {
    for (String kind : KINDS) {
      boolean known =
          language == JAVA
              || !(kind.equals("magic") || kind.equals("annotation") || kind.equals("type"));
      if (known && token.group(kind) != null) {
        return kind;
      }
    }
    return null;
  }
}

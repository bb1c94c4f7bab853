package org.selftuning.notebook;

import java.util.regex.Pattern;

/** Text as HTML, and HTML of others. */
final class Html {
  /**
   * What begins an element that runs a program, loads or leads elsewhere, takes input, or swallows
   * what follows it; and a comment without an end.
   */
  private static final Pattern ACTIVE =
      Pattern.compile(
          "(?is)<(?=/?(?:script|noscript|i?frame|frameset|noframes|object|embed|applet|form|input"
              + "|button|select|textarea|meta|link|base|title|template|xmp|plaintext)\\b)"
              + "|<(?=!--(?!.*?-->))");

  /**
   * What a page of others may do: show pictures and style itself. No script runs, neither of an
   * element nor of a handler such as {@code onclick} nor of an address; nothing is sent.
   */
  static final String POLICY =
      "default-src 'none'; img-src * data: file:; style-src 'unsafe-inline'; font-src data:;"
          + " media-src data:; form-action 'none'; base-uri 'none'";

  private Html() {}

  /** Whether there is an element in it that {@link #harmless} would show as text. */
  static boolean isActive(String html) {
    return ACTIVE.matcher(html).find();
  }

  /** HTML whose active elements are text; under {@link #POLICY} the rest does nothing either. */
  static String harmless(String html) {
    return ACTIVE.matcher(html).replaceAll("&lt;");
  }

  static String escape(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        default -> html.append(c);
      }
    }
    return html.toString();
  }

  static String span(String kind, String text) {
    return "<span class=\"" + kind + "\">" + escape(text) + "</span>";
  }
}

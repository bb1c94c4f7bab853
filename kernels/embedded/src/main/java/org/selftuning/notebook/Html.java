package org.selftuning.notebook;

/** Text as HTML. */
final class Html {
  private Html() {}

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

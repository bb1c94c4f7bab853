package org.selftuning.notebook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as a terminal would show it: colours become spans, a carriage return starts a line over. */
final class AnsiText {
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[([0-9;]*)([A-Za-z])");
  private static final Pattern OVERWRITTEN = Pattern.compile("(?m)^[^\\n]*\\r(?!\\n|$)");

  private AnsiText() {}

  static String toHtml(String text) {
    String settled = OVERWRITTEN.matcher(text.replace("\r\n", "\n")).replaceAll("");
    StringBuilder html = new StringBuilder();
    Matcher m = ESCAPE.matcher(settled);
    int from = 0;
    boolean open = false;
    while (m.find()) {
      html.append(Html.escape(settled.substring(from, m.start())));
      from = m.end();
      if (!m.group(2).equals("m")) {
        continue;
      }
      if (open) {
        html.append("</span>");
      }
      String classes = classes(m.group(1));
      open = !classes.isEmpty();
      if (open) {
        html.append("<span class=\"").append(classes).append("\">");
      }
    }
    html.append(Html.escape(settled.substring(from)));
    return open ? html.append("</span>").toString() : html.toString();
  }

  private static String classes(String codes) {
    StringBuilder classes = new StringBuilder();
    for (String code : codes.split(";")) {
      int n = code.isEmpty() ? 0 : Integer.parseInt(code);
      if (n == 1) {
        classes.append(" ansi-bold");
      } else if ((n >= 30 && n <= 37) || (n >= 90 && n <= 97)) {
        classes.append(" ansi-").append(n % 10);
      }
    }
    return classes.toString().strip();
  }
}

package org.selftuning.notebook;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text as a terminal would show it: colors become spans, a carriage return starts a line over. */
final class AnsiText {
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[([0-9;]*)([A-Za-z])");

  private AnsiText() {}

  static String toHtml(String text) {
    String settled =
        Arrays.stream(text.replace("\r\n", "\n").split("\n", -1))
            .map(AnsiText::last)
            .collect(Collectors.joining("\n"));
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

  /** The text alone, as a terminal would show it at last. */
  static String plain(String text) {
    return Arrays.stream(text.replace("\r\n", "\n").split("\n", -1))
        .map(AnsiText::last)
        .map(line -> ESCAPE.matcher(line).replaceAll(""))
        .collect(Collectors.joining("\n"));
  }

  /** What a terminal shows of a line: what follows the last carriage return within it. */
  private static String last(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(line.lastIndexOf('\r', end - 1) + 1, end);
  }

  private static String classes(String codes) {
    StringBuilder classes = new StringBuilder();
    for (String code : codes.split(";")) {
      int n = code.isEmpty() || code.length() > 3 ? 0 : Integer.parseInt(code);
      if (n == 1) {
        classes.append(" ansi-bold");
      } else if ((n >= 30 && n <= 37) || (n >= 90 && n <= 97)) {
        classes.append(" ansi-").append(n % 10);
      }
    }
    return classes.toString().strip();
  }
}

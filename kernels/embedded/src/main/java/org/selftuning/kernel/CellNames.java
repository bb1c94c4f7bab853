package org.selftuning.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the invented names of JShell's wrapper classes and methods out of what people read. */
final class CellNames {
  private static final Pattern FRAME =
      Pattern.compile("(?m)^(\\s+at )REPL\\.\\$JShell\\$\\w+\\.(\\S*)\\(\\$JShell\\$\\S*?\\)$");
  private static final Pattern ANONYMOUS =
      Pattern.compile("REPL[./]\\$JShell\\$\\w+\\$\\$JShell\\$anonymous\\$\\$\\d+");
  private static final Pattern WRAPPER = Pattern.compile("REPL[./]\\$JShell\\$\\w+[.$]");
  private static final Pattern BARE = Pattern.compile("(?:REPL[./])?\\$JShell\\$\\w+(?:\\.java)?");

  private CellNames() {}

  /**
   * {@code text} with the names that the cell gave: {@code REPL.$JShell$12$Box} becomes {@code
   * Box}.
   */
  static String plain(String text) {
    if (text == null || !(text.contains("$JShell$") || text.contains("do_it$"))) {
      return text;
    }
    String named =
        FRAME
            .matcher(text)
            .replaceAll(
                frame ->
                    Matcher.quoteReplacement(
                        frame.group(1)
                            + (frame.group(2).contains("do_it$") ? "the cell" : frame.group(2))));
    named = ANONYMOUS.matcher(named).replaceAll("an anonymous class");
    named = WRAPPER.matcher(named).replaceAll("");
    return BARE.matcher(named)
        .replaceAll("the cell")
        .replaceAll("lambda\\$do_it\\$\\$\\d+", "a lambda")
        .replace("do_it$", "the cell");
  }
}

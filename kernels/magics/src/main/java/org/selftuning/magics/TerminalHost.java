package org.selftuning.magics;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A terminal: everything in its text form. A line that changes is written over where a person looks
 * on; in a file or a log it is printed again now and then. The last state of what changed is
 * printed by {@link #finish}. A picture that has a caption alone is left out.
 */
public final class TerminalHost implements Host {
  private static final long LOG_EVERY_NANOS = 15_000_000_000L;

  private final PrintStream out;
  private final int columns;
  private final Map<String, String> pending = new LinkedHashMap<>();
  private String open = "";
  private long logged = System.nanoTime();

  /**
   * Writes to {@code out}.
   *
   * @param columns the terminal's width; 0 for a file or a log
   */
  public TerminalHost(PrintStream out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public synchronized void show(MimeBundle bundle) {
    String text = bundle.plain().stripTrailing();
    if (bundle.picture().isEmpty() || text.contains("\n")) {
      print(text);
    }
  }

  @Override
  public synchronized void show(String id, MimeBundle bundle) {
    update(id, bundle);
  }

  /** Pictures and text of several lines wait for {@link #finish}. */
  @Override
  public synchronized void update(String id, MimeBundle bundle) {
    String text = bundle.plain().stripTrailing();
    pending.put(id, text);
    if (bundle.picture().isPresent() || text.contains("\n")) {
      return;
    }
    if (columns > 0) {
      String line = text.length() < columns ? text : text.substring(0, columns - 1);
      out.print("\r" + line + " ".repeat(Math.max(0, open.length() - line.length())));
      out.flush();
      open = line;
    } else if (System.nanoTime() - logged >= LOG_EVERY_NANOS) {
      out.println(text);
      logged = System.nanoTime();
    }
  }

  @Override
  public synchronized void print(String line) {
    closeLine();
    out.println(line);
  }

  /** Prints the last state of everything that changed. */
  public synchronized void finish() {
    closeLine();
    pending.values().forEach(out::println);
    pending.clear();
    out.flush();
  }

  private void closeLine() {
    if (!open.isEmpty()) {
      out.print("\r" + " ".repeat(open.length()) + "\r");
      open = "";
    }
  }
}

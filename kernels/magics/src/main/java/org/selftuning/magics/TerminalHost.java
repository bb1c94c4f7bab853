package org.selftuning.magics;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/**
 * A terminal: everything in its text form. What changes is one line that is written over where the
 * terminal is a person's; otherwise only its last state is printed, by {@link #finish}.
 */
public final class TerminalHost implements Host {
  private final PrintStream out;
  private final boolean live;
  private final Map<String, String> pending = new HashMap<>();
  private String open = "";

  /**
   * Writes to {@code out}.
   *
   * @param live whether lines may be written over
   */
  public TerminalHost(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  @Override
  public synchronized void show(Bundle bundle) {
    print(bundle.plain().stripTrailing());
  }

  @Override
  public synchronized void show(String id, Bundle bundle) {
    update(id, bundle);
  }

  /** Pictures wait for {@link #finish}; text of one line is written over the line before. */
  @Override
  public synchronized void update(String id, Bundle bundle) {
    String text = bundle.plain().stripTrailing();
    pending.put(id, text);
    if (live && bundle.picture().isEmpty() && !text.contains("\n")) {
      out.print("\r" + text + " ".repeat(Math.max(0, open.length() - text.length())));
      out.flush();
      open = text;
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

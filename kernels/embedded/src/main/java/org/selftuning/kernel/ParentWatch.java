package org.selftuning.kernel;

import java.util.Optional;

/**
 * Ends the kernel when the process that started it is gone, so that a killed Jupyter leaves no Java
 * behind.
 */
final class ParentWatch {
  private static final long PERIOD_MS = 500;

  private ParentWatch() {}

  /** Watches from a daemon thread and calls {@code onDeath} once. */
  static void start(Runnable onDeath) {
    Optional<ProcessHandle> parent = parent();
    if (parent.isEmpty()) {
      return;
    }
    Thread thread = new Thread(() -> watch(parent.get(), onDeath), "parent watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Jupyter names itself; it need not be the direct parent where a wrapper starts the kernel. */
  private static Optional<ProcessHandle> parent() {
    String named = System.getenv("JPY_PARENT_PID");
    boolean windows = System.getProperty("os.name").startsWith("Windows"); // a handle there
    if (named != null && named.matches("[0-9]{1,18}") && !windows && !named.equals("1")) {
      Optional<ProcessHandle> jupyter = ProcessHandle.of(Long.parseLong(named));
      if (jupyter.isPresent()) {
        return jupyter;
      }
    }
    return ProcessHandle.current().parent();
  }

  private static void watch(ProcessHandle parent, Runnable onDeath) {
    try {
      while (parent.isAlive()) {
        Thread.sleep(PERIOD_MS);
      }
      onDeath.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }
}

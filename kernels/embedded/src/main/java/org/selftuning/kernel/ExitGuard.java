package org.selftuning.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Holds back an exit that a library calls on a cell's behalf, where the class file cannot be made
 * to refuse it: a shutdown hook that does not return keeps the virtual machine alive. The thread
 * that called waits for good, so the cell leaves it behind. An exit of anybody else passes.
 *
 * <p>{@code Runtime.halt} in a library runs no hooks and is not held.
 */
public final class ExitGuard {
  private static volatile boolean holding;

  private final JavaKernel kernel;
  private final CountDownLatch never = new CountDownLatch(1);
  private final Thread hook = new Thread(this::hold, "exit guard");

  ExitGuard(JavaKernel kernel) {
    this.kernel = kernel;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Ends the process; an exit that is held back would hold this one too. */
  public static void exit(int status) {
    if (holding) {
      System.out.flush();
      System.err.flush();
      Runtime.getRuntime().halt(status);
    }
    System.exit(status);
  }

  /** Takes the guard away, where nothing is held. */
  void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // an exit is on its way, or held
    }
  }

  private void hold() {
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      StackTraceElement[] stack = entry.getValue();
      if (Arrays.stream(stack).anyMatch(f -> f.getClassName().equals("java.lang.Shutdown"))
          && Arrays.stream(stack).anyMatch(ExitGuard::ofCell)) {
        holding = true;
        kernel.leave(new ExitRefused("System.exit in a library"), entry.getKey());
        awaitForever();
      }
    }
  }

  private static boolean ofCell(StackTraceElement frame) {
    return frame.getClassName().startsWith("REPL.");
  }

  private void awaitForever() {
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        continue; // nobody has a reason to
      }
    }
  }
}

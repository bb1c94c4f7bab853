package org.selftuning.kernel;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;

/** The process that Jupyter starts: {@code java … org.selftuning.kernel.KernelMain FILE}. */
public final class KernelMain {
  private static final long LAST_MESSAGES_MS = 150;

  private KernelMain() {}

  /**
   * Serves until Jupyter asks for a shutdown or is gone.
   *
   * @param args the path of Jupyter's connection file
   */
  public static void main(String[] args) throws Exception {
    KernelSpec.requireJShell();
    JupyterSocket.JUPYTER_LOGGER.setLevel(Level.OFF);
    System.setProperty("java.awt.headless", "true");
    KernelConnectionProperties properties =
        KernelConnectionProperties.parse(Files.readString(Path.of(args[0])));
    KernelConnection connection = new KernelConnection(properties, KernelMain::exit);
    ParentWatch.start(() -> Runtime.getRuntime().halt(1));
    connection.serve(new JavaKernel(connection));
    Thread.currentThread().join();
  }

  /** Ends the process as soon as its last messages have left; user code may not delay it. */
  private static void exit() {
    try {
      Thread.sleep(LAST_MESSAGES_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Thread hooks = new Thread(() -> System.exit(0), "exit");
    hooks.start();
    try {
      hooks.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}

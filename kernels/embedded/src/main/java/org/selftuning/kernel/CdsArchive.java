package org.selftuning.kernel;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/**
 * The classes of a kernel's start, loaded and checked beforehand: Java's class data sharing (JEP
 * 350). A kernel that finds the archive of another Java, or of jars that have changed since, starts
 * without it, and says nothing.
 */
final class CdsArchive {
  static final String NAME = "classes.jsa";

  private static final long PATIENCE_SECONDS = 60;

  /** What a first notebook does. */
  private static final List<String> CELLS =
      List.of(
          "%stn data digits strokes --train 200 --validation 100 --test 100",
          """
          %%stn model net
          input: 784
          hyperparameters: {dropout: {range: [0, 0.9], start: 0.1}}
          layers: [{dropout: dropout}, {gated-linear: 16}, relu, {gated-linear: 10}]
          loss: cross-entropy
          """,
          "%stn train run --epochs 1");

  private CdsArchive() {}

  /** The options with which Java uses an archive. */
  static List<String> options(Path archive) {
    return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable");
  }

  /**
   * Writes the archive of a kernel, which takes some seconds.
   *
   * @return whether there is one: Java archives classes of jars alone, not of folders; and Windows
   *     would not let a kernel be installed again while another uses its archive
   */
  static boolean create(KernelSpec spec, Path file) {
    if (File.separatorChar == '\\'
        || !Files.isExecutable(spec.java())
        || !spec.classPath().stream().allMatch(Files::isRegularFile)) {
      return false;
    }
    List<String> command =
        spec.command(List.of("-XX:ArchiveClassesAtExit=" + file), CdsArchive.class);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } finally {
        process.destroyForcibly(); // does nothing if it has ended
      }
      if (process.waitFor() == 0 && Files.isRegularFile(file)) {
        return true;
      }
      Files.deleteIfExists(file);
      return false;
    } catch (IOException e) {
      return false; // a kernel starts without it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether {@code file} is newer than all that it was made of. */
  static boolean isFresh(KernelSpec spec, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    List<Path> sources = new ArrayList<>(spec.classPath());
    sources.add(spec.java());
    for (Path source : sources) {
      if (!Files.exists(source)
          || Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(file)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Runs a kernel that nobody talks to; the classes that it loads are the archive's. */
  public static void main(String[] args) throws Exception {
    JupyterSocket.JUPYTER_LOGGER.setLevel(Level.OFF);
    KernelConnection connection = new KernelConnection(connection(), () -> {});
    JavaKernel kernel = new JavaKernel(connection);
    connection.serve(kernel);
    Frontend nobody = new Nobody(connection);
    CELLS.forEach(cell -> kernel.run(nobody, cell));
    kernel.close();
  }

  private static KernelConnectionProperties connection() throws IOException {
    int[] ports = new int[5];
    for (int i = 0; i < ports.length; i++) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        ports[i] = free.getLocalPort();
      }
    }
    return new KernelConnectionProperties(
        InetAddress.getLoopbackAddress().getHostAddress(),
        ports[0],
        ports[1],
        ports[2],
        ports[3],
        ports[4],
        "tcp",
        "hmac-sha256",
        "archive");
  }

  /** Publishes, and hears no answers. */
  private record Nobody(KernelConnection connection) implements Frontend {
    @Override
    public void publish(Message<?> message) {
      connection.publish(message);
    }

    @Override
    public void reply(Message<?> message) {}

    @Override
    public String ask(MessageContext request, String prompt) throws IOException {
      throw new IOException("nobody is there");
    }
  }
}

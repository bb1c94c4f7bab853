package org.selftuning.tests;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.selftuning.kernel.GuestSpec;
import org.selftuning.kernel.JupyterFolder;
import org.selftuning.kernel.KernelSpec;

/** Debian's Jupyter, with a kernel installed in a folder of its own. */
final class Jupyter {
  private static final String PYTHON = "/usr/bin/python3";

  private final Path folder;

  private Jupyter(Path folder) {
    this.folder = folder;
  }

  /** Whether the Python module is there. */
  static boolean has(String module) throws InterruptedException {
    try {
      return new ProcessBuilder(PYTHON, "-c", "import " + module)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Installs our kernel under {@code folder}. */
  static Jupyter in(Path folder) throws IOException {
    KernelSpec.ofThisProcess("1g").install(JupyterFolder.prefix(folder));
    return new Jupyter(folder);
  }

  /** Installs another kernel as it is under {@code folder}. */
  static Jupyter stock(Path folder, GuestSpec theirs) throws IOException {
    Path kernels = Files.createDirectories(JupyterFolder.prefix(folder));
    Files.createSymbolicLink(kernels.resolve(theirs.theirs().getFileName()), theirs.theirs());
    return new Jupyter(folder);
  }

  /** Installs another kernel with our magics under {@code folder}, and leaves theirs alone. */
  static Jupyter with(Path folder, GuestSpec theirs) throws IOException {
    Jupyter stock = stock(folder, theirs);
    Path link = JupyterFolder.prefix(folder).resolve(theirs.theirs().getFileName());
    new GuestSpec(link, theirs.host()).install(KernelSpec.ofThisProcess("1g"));
    return stock;
  }

  /** Runs a script of this package's resources on our kernel; returns what it printed. */
  String run(String script, String... arguments) throws IOException, InterruptedException {
    return run(script, KernelSpec.NAME, Map.of(), arguments);
  }

  /** Runs a script on a kernel, with more environment; returns what it printed. */
  String run(String script, String kernel, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path file = folder.resolve(script);
    try (InputStream in = Jupyter.class.getResourceAsStream(script)) {
      Files.write(file, in.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of(PYTHON, file.toString(), kernel));
    command.addAll(List.of(arguments));
    Path output = folder.resolve(script + ".output");
    Path errors = folder.resolve(script + ".errors");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("JUPYTER_PATH", folder.resolve("share/jupyter").toString());
    builder.environment().put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(script + " took more than ten minutes");
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException(script + " failed: " + text + Files.readString(errors));
    }
    return text;
  }

  /** Starts a notebook server on the files in {@code work}; it is there when this returns. */
  Server serve(Path work) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                PYTHON,
                "-m",
                "notebook",
                "--no-browser",
                "--allow-root",
                "--ip=127.0.0.1",
                "--port=" + port,
                "--NotebookApp.token=",
                "--NotebookApp.password=",
                "--notebook-dir=" + work)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile());
    builder.environment().put("JUPYTER_PATH", folder.resolve("share/jupyter").toString());
    builder.environment().put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
    builder.environment().put("JUPYTER_CONFIG_DIR", folder.resolve("config").toString());
    builder.environment().put("JUPYTER_DATA_DIR", folder.resolve("data").toString());
    Server server = new Server(builder.start(), "http://127.0.0.1:" + port + "/");
    Browser.await("the notebook server", server::answers);
    return server;
  }

  /** A notebook server and where it is. */
  record Server(Process process, String url) implements AutoCloseable {
    private boolean answers() throws IOException {
      if (!process.isAlive()) {
        throw new IOException("the notebook server has ended with " + process.exitValue());
      }
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url + "api").toURL().openConnection();
      try {
        return connection.getResponseCode() == 200;
      } catch (ConnectException e) {
        return false; // not yet
      } finally {
        connection.disconnect();
      }
    }

    @Override
    public void close() throws InterruptedException {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}

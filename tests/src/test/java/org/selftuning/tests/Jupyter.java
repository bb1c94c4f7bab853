package org.selftuning.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.selftuning.kernel.JupyterFolder;
import org.selftuning.kernel.KernelSpec;

/** Debian's Jupyter, with our kernel installed in a folder of its own. */
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
    KernelSpec.ofThisProcess("2g").install(JupyterFolder.prefix(folder));
    return new Jupyter(folder);
  }

  /** Runs a script of this package's resources; returns what it printed. */
  String run(String script, String... arguments) throws IOException, InterruptedException {
    Path file = folder.resolve(script);
    try (InputStream in = Jupyter.class.getResourceAsStream(script)) {
      Files.write(file, in.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of(PYTHON, file.toString(), KernelSpec.NAME));
    command.addAll(List.of(arguments));
    Path output = folder.resolve(script + ".output");
    Path errors = folder.resolve(script + ".errors");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("JUPYTER_PATH", folder.resolve("share/jupyter").toString());
    builder.environment().put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
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
}

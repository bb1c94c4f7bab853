package org.selftuning.kernel;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code %%bash} and {@code %%sh}: a cell for the machine's shell, where the kernel was installed
 * with {@code --allow-shell}, which sets {@link #PROPERTY}. What the script prints comes as it is
 * printed; an interrupt ends the script.
 */
final class ShellMagics {
  /** The system property that lets cells run a shell, when it is {@code true}. */
  static final String PROPERTY = "stn.shell";

  private static final List<String> SHELLS = List.of("bash", "sh");

  private ShellMagics() {}

  static void install(JavaKernel kernel, KernelMagics magics) {
    SHELLS.forEach(
        shell -> magics.registerCellMagic(shell, (words, body) -> run(kernel, shell, words, body)));
  }

  private static Object run(JavaKernel kernel, String shell, List<String> words, String script)
      throws IOException, InterruptedException {
    if (!Boolean.getBoolean(PROPERTY)) {
      throw new IllegalArgumentException(
          "%%"
              + shell
              + " runs a shell, which this kernel is not allowed to; install it with ./stn install"
              + " --allow-shell");
    }
    List<String> command = new ArrayList<>(List.of(shell, "-c", script, shell));
    command.addAll(words);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("there is no " + shell + " on this machine's PATH", e);
    }
    process.getOutputStream().close();
    Thread printing = new Thread(() -> print(kernel, process), shell);
    printing.setDaemon(true);
    printing.start();
    try {
      int status = process.waitFor();
      printing.join();
      if (status != 0) {
        throw new IllegalStateException(shell + " ended with status " + status);
      }
      return null;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void print(JavaKernel kernel, Process process) {
    char[] some = new char[8192];
    try (Reader said = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      for (int n = said.read(some); n >= 0; n = said.read(some)) {
        kernel.print(new String(some, 0, n));
      }
    } catch (IOException e) {
      return; // the script was ended
    }
  }
}

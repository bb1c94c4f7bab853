package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.selftuning.kernel.JupyterFolder;
import org.selftuning.kernel.KernelSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens Jupyter with our kernel. */
@Command(
    name = "lab",
    description = "Install the kernel for this user and open the Jupyter that is there.",
    mixinStandardHelpOptions = true)
final class LabCommand implements Callable<Integer> {
  private static final List<List<String>> JUPYTERS =
      List.of(
          List.of("jupyter", "lab"),
          List.of("jupyter", "notebook"),
          List.of("python3", "-m", "jupyterlab"),
          List.of("python3", "-m", "notebook"),
          List.of("/usr/bin/python3", "-m", "notebook"),
          List.of("python", "-m", "jupyterlab"),
          List.of("python", "-m", "notebook"));

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "ARGUMENT",
      arity = "0..*",
      description = "What Jupyter is given: a notebook, a folder, or its own options after --.")
  List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    KernelSpec.ofThisProcess("").install(JupyterFolder.user());
    for (List<String> jupyter : JUPYTERS) {
      if (answers(jupyter)) {
        List<String> command = new ArrayList<>(jupyter);
        command.addAll(arguments);
        if (arguments.isEmpty() && System.getProperty("stn.home") != null) {
          Path notebooks = Path.of(System.getProperty("stn.home"), "notebooks");
          if (Files.isDirectory(notebooks)) {
            command.add(notebooks.toString());
          }
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
      }
    }
    spec.commandLine()
        .getErr()
        .println(
            "stn: there is no Jupyter here; install one (pip install jupyterlab, or"
                + " apt install jupyter-notebook), or run a notebook without it: ./stn run NOTEBOOK");
    return 1;
  }

  private static boolean answers(List<String> jupyter) throws InterruptedException {
    List<String> command = new ArrayList<>(jupyter);
    command.add("--version");
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}

package org.selftuning.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.selftuning.golden.Golden;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the library against golden vectors. */
@Command(
    name = "golden",
    description = "Check the library against every golden vector in a folder.",
    mixinStandardHelpOptions = true)
final class GoldenCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder with the .json files.")
  Path folder;

  @Option(names = "--device", defaultValue = "cpu", description = "Where (default: cpu).")
  String device;

  @Option(
      names = "--precision",
      defaultValue = "fp32",
      description =
          "How a GPU computes matrix products: fp32, tf32 or bf16 (fp32), each with a tolerance of"
              + " its own.")
  String precision;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Golden.Line> lines =
        Golden.check(folder, Device.named(device).at(Precision.named(precision)));
    lines.forEach(out::println);
    out.flush();
    return lines.stream().anyMatch(line -> line.verdict() == Golden.Verdict.FAIL) ? 1 : 0;
  }
}

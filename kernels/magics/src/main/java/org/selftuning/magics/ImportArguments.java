package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import org.selftuning.predict.PretrainedWeights;
import org.selftuning.record.Run;
import picocli.CommandLine.Option;

/** The weights that a run begins from. */
public final class ImportArguments {
  @Option(
      names = "--import",
      paramLabel = "FILE",
      description =
          "begin from the weights of a safetensors file; in a gated layer they are the elem weights"
              + " (what export FILE.safetensors writes, or another program)")
  private Path file;

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "with --import: a YAML file with a line for each weight, layers.1.weight: NAME, or {name:"
              + " NAME, axes: [0, 2, 3, 1]} (the names of the network)")
  private Path names;

  /** Made by picocli. */
  public ImportArguments() {}

  /** Whether weights are asked for. */
  public boolean given() {
    return file != null || names != null;
  }

  /**
   * Sets the weights of a run that has not begun, if any are asked for, and shows where each is
   * from.
   *
   * @throws IOException if a file can't be read or does not fit; one line says why
   */
  public void into(Run run, Host host) throws IOException {
    if (!given()) {
      return;
    }
    if (file == null) {
      throw new IllegalArgumentException(
          "--names " + names + " names tensors of no file; give it with --import FILE");
    }
    PretrainedWeights weights =
        names == null
            ? PretrainedWeights.of(file)
            : PretrainedWeights.of(file, PretrainedWeights.names(names));
    host.show(MimeBundle.table(weights.into(run.trainer())));
  }
}

package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a run to a file. */
@Command(
    name = "save",
    description = {
      "Writes a run to a file, whole or not at all: its weights, and all that it needs to continue.",
      "As .json or .csv, its history alone."
    })
final class SaveCommand implements Callable<Path> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run")
  private String name;

  @Parameters(index = "1", paramLabel = "FILE", description = "where to, such as mlp.stn")
  private Path file;

  SaveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Path call() throws IOException {
    var run = session.bench().runs().get(name);
    String text = file.toString();
    if (text.endsWith(".json") || text.endsWith(".csv")) {
      run.history().save(file);
      session.host().print("the history of " + name + " is in " + file);
    } else {
      checkpoint(text);
      session.requireIdle(name);
      run.save(file);
      session
          .host()
          .print(
              String.format(
                  "%s is in %s; continue later with %s load NAME %s --data DATA",
                  name, file, session.prefix(), file));
    }
    return file;
  }

  /** Refuses the names of other formats: what is written is a checkpoint, whatever its name. */
  private static void checkpoint(String file) {
    String base = Path.of(file).getFileName().toString();
    String suffix = base.substring(base.lastIndexOf('.') + 1);
    if (base.contains(".") && !List.of("stn", "safetensors").contains(suffix)) {
      throw new IllegalArgumentException(
          "save cannot write "
              + file
              + ": a checkpoint is a .stn or .safetensors file, a history .json or .csv");
    }
  }
}

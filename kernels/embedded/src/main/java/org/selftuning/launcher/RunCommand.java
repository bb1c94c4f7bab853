package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.selftuning.notebook.NotebookRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Executes a notebook without Jupyter. */
@Command(
    name = "run",
    description =
        "Execute a notebook on the embedded kernel; write it with its results, and a page.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "NOTEBOOK",
      description = "The .ipynb file; its cells run in its folder, as in Jupyter.")
  Path notebook;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the executed notebook goes, the page beside it as .html;"
              + " without it out/NOTEBOOK.ipynb in the current folder.")
  Path out;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "The most time a cell may take; without it there is no limit.")
  Long timeout;

  @Override
  public Integer call() throws IOException {
    Path invoked = Path.of(System.getProperty("stn.invoked", ""));
    Path file = invoked.resolve(notebook);
    if (!Files.isRegularFile(file)) {
      throw new IOException(notebook + " does not exist; give the path of a notebook");
    }
    Path executed =
        invoked.resolve(out != null ? out : Path.of("out").resolve(notebook.getFileName()));
    Path folder = executed.toAbsolutePath().getParent();
    if (out == null) {
      Files.createDirectories(folder);
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IOException(folder + " is no folder that can be written to; give another --out");
    }
    NotebookRunner.Options options = NotebookRunner.Options.to(executed).withProgress(this::report);
    if (timeout != null) {
      options = options.withCellTimeout(Duration.ofSeconds(timeout));
    }
    NotebookRunner.Result result = NotebookRunner.run(file, options);
    say("Wrote %s and %s.%n", shown(result.executed(), invoked), shown(result.html(), invoked));
    if (result.failure().isEmpty()) {
      return 0;
    }
    NotebookRunner.Failure failure = result.failure().get();
    say("%nCell %d failed:%n%s%n%n", failure.cellIndex() + 1, failure.source().indent(4));
    failure.traceback().forEach(line -> say("%s%n", line));
    if (failure.traceback().isEmpty()) {
      say("%s: %s%n", failure.ename(), failure.evalue());
    }
    return 1;
  }

  private static Path shown(Path file, Path invoked) {
    return invoked.isAbsolute() && file.startsWith(invoked) ? invoked.relativize(file) : file;
  }

  private void report(NotebookRunner.Progress progress) {
    if (progress.done() == progress.of()) {
      say("[%d/%d] done in %.0f s%n", progress.of(), progress.of(), progress.seconds());
      return;
    }
    String first = progress.source().strip().lines().findFirst().orElse("");
    String shown = first.length() > 60 ? first.substring(0, 59) + "…" : first;
    say("[%d/%d] %5.0f s  %s%n", progress.done() + 1, progress.of(), progress.seconds(), shown);
  }

  private void say(String format, Object... values) {
    spec.commandLine().getOut().printf(format, values);
    spec.commandLine().getOut().flush();
  }
}

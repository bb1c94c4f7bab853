package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.selftuning.kernel.KernelSpec;
import org.selftuning.notebook.JUnitReport;
import org.selftuning.notebook.NotebookRunner;
import org.selftuning.notebook.PageFormat;
import org.selftuning.notebook.ParameterValues;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Executes notebooks without Jupyter. */
@Command(
    name = "run",
    description =
        "Execute notebooks on the embedded kernel; write each with its results, and a page.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private final List<NotebookRunner.Progress> cells = new ArrayList<>();
  private final Path invoked = Path.of(System.getProperty("stn.invoked", ""));

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "NOTEBOOK",
      arity = "1..*",
      description = "The .ipynb files; the cells of each run in its folder, as in Jupyter.")
  List<Path> notebooks;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the executed notebook goes, its page beside it; of several notebooks a folder;"
              + " without it out/NOTEBOOK.ipynb in the current folder.")
  Path out;

  @Option(
      names = "--to",
      paramLabel = "FORM",
      split = ",",
      description =
          "What pages are written: html, which needs nothing beside it, md, whose pictures are"
              + " files, pdf, for which there must be a browser: Chromium, Chrome or Edge, or"
              + " CHROME_BIN names it (html).")
  List<String> forms = List.of("html");

  @Option(
      names = "--trust",
      description =
          "Let HTML of the notebook's texts and outputs run programs on the pages; else what could is"
              + " shown as text.")
  boolean trusted;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many of several notebooks run at once (1).")
  int jobs;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "The most time a cell may take; without it there is no limit.")
  Long timeout;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description =
          "Another value for a variable of the cell tagged parameters; may be given several times.")
  List<String> given = List.of();

  @Option(
      names = "--parameters",
      paramLabel = "FILE",
      description = "Such values in YAML; those of -p come after them.")
  Path parameters;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write what each cell of all notebooks did as JUnit's XML, which CI servers show.")
  Path report;

  @Option(
      names = "--java-option",
      paramLabel = "OPTION",
      description =
          "A further option of Java for the cells, such as --java-option=--enable-preview.")
  List<String> options = List.of();

  @Option(
      names = "--allow-shell",
      description = "Let %%%%bash and %%%%sh cells run the machine's shell.")
  boolean shell;

  @Override
  public Integer call() throws IOException {
    Set<PageFormat> pages = pages();
    if (jobs < 1) {
      throw new IOException("--jobs " + jobs + " is too few; at least 1 notebook runs at once");
    }
    for (Path notebook : notebooks) {
      if (!Files.isRegularFile(invoked.resolve(notebook))) {
        throw new IOException(notebook + " does not exist; give the path of a notebook");
      }
    }
    List<Path> executed = notebooks.stream().map(this::executed).toList();
    if (new HashSet<>(executed).size() < executed.size()) {
      throw new IOException("two of the notebooks have the same name; run them one by one");
    }
    for (Path each : executed) {
      makeFolder(each.toAbsolutePath().getParent());
    }
    return notebooks.size() == 1 && options.isEmpty()
        ? runHere(notebooks.get(0), executed.get(0), pages)
        : runApart(executed);
  }

  private Set<PageFormat> pages() throws IOException {
    Set<PageFormat> pages = EnumSet.noneOf(PageFormat.class);
    for (String form : forms) {
      pages.add(PageFormat.named(form));
    }
    return pages;
  }

  private Path executed(Path notebook) {
    if (notebooks.size() == 1 && out != null) {
      return invoked.resolve(out);
    }
    return invoked.resolve(out != null ? out : Path.of("out")).resolve(notebook.getFileName());
  }

  private void makeFolder(Path folder) throws IOException {
    if (out == null || notebooks.size() > 1) {
      Files.createDirectories(folder);
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IOException(folder + " is no folder that can be written to; give another --out");
    }
  }

  private int runHere(Path notebook, Path executed, Set<PageFormat> pages) throws IOException {
    NotebookRunner.Options run = NotebookRunner.Options.to(executed).withPages(pages);
    if (timeout != null) {
      run = run.withCellTimeout(Duration.ofSeconds(timeout));
    }
    if (trusted) {
      run = run.trusting();
    }
    ParameterValues values = new ParameterValues();
    if (parameters != null) {
      values.addFile(invoked.resolve(parameters));
    }
    for (String each : given) {
      values.add(each);
    }
    if (shell) {
      KernelSpec.allowShellHere();
    }
    NotebookRunner.Result result =
        NotebookRunner.run(
            invoked.resolve(notebook), run.withParameters(values).withProgress(this::report));
    if (report != null) {
      JUnitReport.write(invoked.resolve(report), notebook.toString(), cells, result);
    }
    StringBuilder written = new StringBuilder(shown(result.executed()));
    result.pages().forEach(page -> written.append(" and ").append(shown(page)));
    say("Wrote %s.%n", written);
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

  /** Each notebook in a Java of its own, in its own folder. */
  private int runApart(List<Path> executed) throws IOException {
    List<String> common = new ArrayList<>(List.of("--to", String.join(",", forms)));
    if (timeout != null) {
      common.addAll(List.of("--timeout", String.valueOf(timeout)));
    }
    if (parameters != null) {
      common.addAll(List.of("--parameters", absolute(parameters)));
    }
    given.forEach(value -> common.addAll(List.of("-p", value)));
    if (shell) {
      common.add("--allow-shell");
    }
    if (trusted) {
      common.add("--trust");
    }
    NotebookJobs run = new NotebookJobs(options, jobs, invoked, this::say);
    for (int i = 0; i < notebooks.size(); i++) {
      List<String> words = new ArrayList<>(List.of("run", absolute(notebooks.get(i))));
      words.addAll(List.of("--out", executed.get(i).toAbsolutePath().toString()));
      words.addAll(common);
      run.add(notebooks.get(i), words);
    }
    return run.finish(report == null ? null : invoked.resolve(report));
  }

  private String absolute(Path file) {
    return invoked.resolve(file).toAbsolutePath().toString();
  }

  private String shown(Path file) {
    boolean inside = invoked.isAbsolute() && file.startsWith(invoked);
    return (inside ? invoked.relativize(file) : file).toString();
  }

  private void report(NotebookRunner.Progress progress) {
    cells.add(progress);
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

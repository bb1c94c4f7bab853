package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.selftuning.data.AtomicFile;
import org.selftuning.magics.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the pages of the documentation that are made of the commands themselves. */
@Command(
    name = "reference",
    hidden = true,
    description = "Write the reference pages of the commands into a folder.",
    mixinStandardHelpOptions = true)
final class ReferenceCommand implements Callable<Integer> {
  private static final String MADE =
      "<!-- Made by ./stn reference docs; edit the commands' own descriptions instead. -->\n\n";

  @Parameters(paramLabel = "DIR", description = "The folder, such as docs.")
  Path folder;

  @Override
  public Integer call() throws IOException {
    for (Map.Entry<String, String> page : pages().entrySet()) {
      AtomicFile.write(folder.resolve(page.getKey()), page.getValue());
    }
    return 0;
  }

  /** The pages by file name. */
  static Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    pages.put(
        "magics.md",
        MADE
            + Reference.ofMagics(
                "Magics",
                """
                In a notebook `%stn` runs a command of one line, and `%%stn` one that is \
                followed by lines of its own (only `model` is). `%stn COMMAND --help` shows the same as \
                this page. What a command returns can be assigned: `Run run = %stn train first`. \
                Parentheses hold the value of an option that is left out.

                `{expression}` in a magic's line is replaced by its value, as in `%stn train seed-{s} \
                --seed {s}` within a loop; `{{` and `}}` are braces.

                The embedded kernel also knows `%time CODE` and `%timeit CODE` (and `%%time`, \
                `%%timeit` for a whole cell), `%%html`, `%%markdown`, `%%latex`, `%%svg`, \
                `%%javascript`, `%%writefile [-a] FILE`, `%env [NAME]`, `%pwd`, `%load FILE`, \
                `%image FILE`, `%jshell /vars` (also `/methods`, `/types`, `/imports`, `/list`), \
                `%java` with options of the compiler, and `%lsmagic`. `%%java` is a cell of Java. `%cd` \
                is refused: Java keeps the folder that it was started in. Magics of other kernels are \
                refused by what they are. `%%bash` and `%%sh` run where the kernel was installed with \
                `--allow-shell`. [libraries.md](libraries.md) describes how libraries come in.
                """));
    pages.put(
        "launcher.md",
        MADE
            + Reference.of(
                Launcher.commandLine(System.out, 0),
                "The launcher",
                """
                `./stn COMMAND` (on Windows `stn COMMAND`) works without a notebook. It builds what is \
                missing first. `STN_HEAP=8g ./stn …` sets the memory of Java, `STN_DATA` the folder in \
                which data sets are looked for first, `STN_THREADS` the processor threads that a run \
                takes (without it as many as the process or its container may use).
                """));
    return pages;
  }
}

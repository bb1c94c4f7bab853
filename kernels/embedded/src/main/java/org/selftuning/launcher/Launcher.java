package org.selftuning.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.selftuning.kernel.ExitGuard;
import org.selftuning.magics.CommandTree;
import org.selftuning.magics.TerminalHost;
import org.selftuning.magics.Workbench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ./stn}. */
@Command(
    name = "stn",
    description = "Self-Tuning Networks for Java notebooks.",
    mixinStandardHelpOptions = true,
    versionProvider = Launcher.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Launcher {
  /** The commands of the notebook that make sense in a terminal. */
  private static final List<String> OF_NOTEBOOKS =
      List.of("data", "predict", "evaluate", "mistakes", "export", "log", "device", "doctor");

  /** The version that the jar's build gave it. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Self-Tuning Networks " + Versions.own()};
    }
  }

  private Launcher() {}

  /** Runs a command and exits with its status: 0 if all went well. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(out);
    int columns = Integer.getInteger("stn.columns", 0);
    String command = args.length == 0 ? "" : args[0];
    ExitGuard.exit(commandLine(out, columns, command).execute(args));
  }

  /**
   * All commands.
   *
   * @param columns the terminal's width; 0 where {@code out} is a file
   */
  static CommandLine commandLine(PrintStream out, int columns) {
    return commandLine(out, columns, "");
  }

  /** The command that is asked for; to read what all of them take would cost half a second. */
  private static CommandLine commandLine(PrintStream out, int columns, String asked) {
    TerminalHost host = new TerminalHost(out, columns);
    Map<String, Supplier<Object>> own = new LinkedHashMap<>();
    own.put("run", RunCommand::new);
    own.put("lab", LabCommand::new);
    own.put("install", InstallCommand::new);
    own.put("golden", GoldenCommand::new);
    own.put("bench", BenchCommand::new);
    own.put("spark-jars", SparkJarsCommand::new);
    own.put("reference", ReferenceCommand::new);
    own.put("train", () -> new TrainCommand(host));
    own.put("study", () -> new StudyCommand(host));
    own.put("compare", () -> new CompareCommand(host));
    own.put("sweep", () -> new SweepCommand(host));
    own.put("fetch", () -> new FetchCommand(host));
    CommandLine line = new CommandLine(new Launcher());
    boolean all = !own.containsKey(asked) && !OF_NOTEBOOKS.contains(asked);
    own.keySet().stream()
        .filter(name -> all || name.equals(asked))
        .forEach(name -> line.addSubcommand(name, own.get(name).get()));
    CommandTree commands = new CommandTree(host, new Workbench(), "./stn");
    OF_NOTEBOOKS.stream()
        .filter(name -> all || name.equals(asked))
        .forEach(name -> line.addSubcommand(name, commands.command(name)));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(Launcher::say);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  /** Mistakes of the user's and of the world's are one line; only our own show where they are. */
  private static int say(Exception e, CommandLine line, CommandLine.ParseResult result) {
    Throwable told = e instanceof UncheckedIOException ? e.getCause() : e;
    boolean expected =
        told instanceof IOException
            || told instanceof IllegalArgumentException
            || told instanceof IllegalStateException
            || told instanceof org.selftuning.tensor.OutOfDeviceMemory;
    if (told instanceof NoSuchFileException) {
      line.getErr().println("stn: there is no file " + told.getMessage());
    } else if (expected && told.getMessage() != null) {
      line.getErr().println("stn: " + told.getMessage());
    } else {
      e.printStackTrace(line.getErr());
    }
    return 1;
  }
}

package org.selftuning.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ./stn}. */
@Command(
    name = "stn",
    description = "Self-Tuning Networks for Java notebooks.",
    mixinStandardHelpOptions = true,
    versionProvider = Launcher.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      LabCommand.class,
      InstallCommand.class,
      GoldenCommand.class,
      BenchCommand.class
    })
public final class Launcher {

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
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Launcher());
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
    if (expected && told.getMessage() != null) {
      line.getErr().println("stn: " + told.getMessage());
    } else {
      e.printStackTrace(line.getErr());
    }
    return 1;
  }
}

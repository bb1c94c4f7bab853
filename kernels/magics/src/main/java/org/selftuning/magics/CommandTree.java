package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.selftuning.compare.Comparison;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.Sweep;
import org.selftuning.compare.SweepResult;
import org.selftuning.model.Nearest;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.Run;
import org.selftuning.tensor.OutOfDeviceMemory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The commands of Self-Tuning Networks, the same in a notebook ({@code %stn train …}) and in a
 * terminal ({@code ./stn train …}). Each is a few calls of the public Java interface; what it made
 * is returned.
 */
public final class CommandTree {
  private static final int WIDTH = 100;

  private final Host host;
  private final Workbench bench;
  private final String prefix;

  /**
   * Commands that show their results on {@code host} and keep what they make on {@code bench}.
   *
   * @param prefix what people type before a command: {@code %stn}, or {@code ./stn}
   */
  public CommandTree(Host host, Workbench bench, String prefix) {
    this.host = host;
    this.bench = bench;
    this.prefix = prefix;
  }

  /** Runs a command of one line; see {@link #run(List, String)}. */
  public Object run(List<String> words) throws Exception {
    return run(words, null);
  }

  /**
   * Runs a command.
   *
   * @param words the command and its arguments, such as {@code [train, mlp, --epochs, 3]}
   * @param body the lines below it, or null for a line magic
   * @return what the command made: a model, a split, a run, a figure, a table; null for nothing
   * @throws IllegalArgumentException if the words make no command; one line says why
   * @throws Exception if the command fails; one line says why
   */
  public Object run(List<String> words, String body) throws Exception {
    Optional<String> below = Optional.ofNullable(body).filter(text -> !text.isBlank());
    Session session = new Session(host, bench, prefix, below);
    CommandLine root = commandLine(session, words.isEmpty() ? "" : words.get(0));
    List<CommandLine> parsed = parse(root, words);
    CommandLine leaf = parsed.get(parsed.size() - 1);
    if (leaf == root || leaf.getParseResult().isUsageHelpRequested()) {
      host.show(MimeBundle.text(usage(leaf)));
      return null;
    }
    if (below.isPresent() && !(leaf.getCommand() instanceof ModelCommand)) {
      throw new IllegalArgumentException(
          name(leaf) + " takes no lines below it; only " + prefix + " model does");
    }
    WarmUp.await(parsed.get(1).getCommandName());
    try {
      return ((Callable<?>) leaf.getCommand()).call();
    } catch (OutOfDeviceMemory e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (FileSystemException e) {
      throw inWords(e);
    }
  }

  /**
   * Returns a command to be hung into another tree, as {@code ./stn} does with some.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public CommandLine command(String name) {
    CommandLine command = commandLine(session(), name).getSubcommands().get(name);
    if (command == null) {
      throw new IllegalArgumentException("there is no command '" + name + "'");
    }
    return command;
  }

  /**
   * Trains a run, or continues it, as the command train does: keeps it on the workbench, and shows
   * how it goes and its results.
   *
   * @param name what people call it
   * @param run the run; it can be stopped by {@link Run#stop} or by interrupting this thread
   * @param goOn what to type to continue it after a stop
   */
  public void train(String name, Run run, String goOn) {
    bench.keep(name, run);
    new Training(session(), name, run, goOn, false, CheckpointInterval.NEVER).go();
  }

  /**
   * Compares, or continues it, as the command compare does: shows how it goes and its results.
   *
   * @param folder where tables and charts are written, if anywhere
   * @param style how charts look, and the forms that are written
   * @throws IOException if the folder holds another comparison, or can't be written
   */
  public ComparisonResult compare(Comparison comparison, Optional<Path> folder, ChartStyle style)
      throws IOException {
    return new Comparing(host, comparison, folder, style, false).go();
  }

  /**
   * Runs a sweep, or continues it, as the command sweep does: shows how it goes and its results.
   *
   * @param folder where tables and charts are written, if anywhere
   * @param style how charts look, and the forms that are written
   * @throws IOException if the folder holds another sweep, or can't be written
   */
  public SweepResult sweep(Sweep sweep, Optional<Path> folder, ChartStyle style)
      throws IOException {
    return new Sweeping(host, sweep, folder, style, false).go();
  }

  /**
   * The words that can stand at the end of a line.
   *
   * @param line the words after the prefix, the last of them perhaps begun: {@code "train --ep"}
   * @return whole words that begin with the last word of {@code line}
   */
  public List<String> completions(String line) {
    return Completion.of(commandLine(session()), line);
  }

  /** How the command is used that {@code line} begins with, or begins to name; else how all are. */
  public String help(String line) {
    CommandLine root = commandLine(session());
    String first = line.strip().split("\\s+", 2)[0];
    List<CommandLine> meant =
        root.getSubcommands().entrySet().stream()
            .filter(command -> command.getKey().startsWith(first))
            .map(Map.Entry::getValue)
            .toList();
    return usage(meant.size() == 1 ? meant.get(0) : root);
  }

  /** The commands, for a page about them. */
  CommandLine commandLine() {
    return commandLine(session());
  }

  private Session session() {
    return new Session(host, bench, prefix, Optional.empty());
  }

  static CommandLine commandLine(Session session) {
    return commandLine(session, "");
  }

  /** With the command of that name alone, if there is one: to read them all takes its time. */
  private static CommandLine commandLine(Session session, String asked) {
    CommandLine line = new CommandLine(new StnCommands(), new SessionFactory(session));
    StnCommands.named(asked).forEach(line::addSubcommand);
    line.setCommandName(session.prefix());
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(WIDTH);
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().usageMessage().abbreviateSynopsis(true));
    return line;
  }

  static String usage(CommandLine line) {
    return line.getUsageMessage(Ansi.OFF);
  }

  private static List<CommandLine> parse(CommandLine root, List<String> words) {
    try {
      ParseResult result = root.parseArgs(words.toArray(String[]::new));
      return result.asCommandLineList();
    } catch (UnmatchedArgumentException e) {
      throw new IllegalArgumentException(unmatched(e, words), e);
    } catch (ParameterException e) {
      CommandLine line = e.getCommandLine();
      String problem = e.getMessage().replaceAll("\\s+", " ").strip();
      throw new IllegalArgumentException(
          name(line) + ": " + problem + "; see " + name(line) + " --help", e);
    }
  }

  private static String unmatched(UnmatchedArgumentException e, List<String> words) {
    CommandLine line = e.getCommandLine();
    String word = e.getUnmatched().get(0);
    CommandSpec spec = line.getCommandSpec();
    if (word.startsWith("-")) {
      String option = word.replaceFirst("=.*", "");
      return name(line) + " has no option '" + option + "'" + Nearest.hint(option, options(spec));
    }
    if (!line.getSubcommands().isEmpty()) {
      return "there is no command '"
          + name(line)
          + " "
          + word
          + "'"
          + Nearest.hint(word, line.getSubcommands().keySet());
    }
    return name(line) + ": '" + word + "' is one word too many; see " + name(line) + " --help";
  }

  static List<String> options(CommandSpec spec) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      names.add(option.longestName());
      if (option.negatable()) {
        names.add(option.longestName().replaceFirst("--", "--no-"));
      }
    }
    return names;
  }

  private static String name(CommandLine line) {
    return line.getCommandSpec().qualifiedName();
  }

  private static IOException inWords(FileSystemException e) {
    String why =
        e instanceof NoSuchFileException
            ? "no such file or folder"
            : e instanceof AccessDeniedException ? "permission denied" : e.getReason();
    return new IOException(e.getFile() + ": " + (why == null ? "cannot be used" : why), e);
  }

  /** Makes commands and completions that know the session. */
  private record SessionFactory(Session session) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.getDeclaredConstructor(Session.class).newInstance(session);
      } catch (NoSuchMethodException e) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }
}

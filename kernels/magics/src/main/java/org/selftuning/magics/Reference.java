package org.selftuning.magics;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands as a page of Markdown, made of what they say of themselves. */
public final class Reference {
  private static final int WIDTH = 88;

  private Reference() {}

  /**
   * Returns the page of the commands that are typed in a notebook.
   *
   * @param title its heading
   * @param introduction what is below that
   */
  public static String ofMagics(String title, String introduction) {
    CommandTree tree = new CommandTree(new NoHost(), new Workbench(), "%stn");
    return of(tree.commandLine(), title, introduction);
  }

  /** Returns the page of a tree of commands; see {@link #ofMagics}. */
  public static String of(CommandLine root, String title, String introduction) {
    StringBuilder page = new StringBuilder("# " + title + "\n\n" + introduction.strip() + "\n");
    root.getSubcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .forEach(command -> command("", command, page));
    return page.toString();
  }

  private static void command(String parent, CommandLine command, StringBuilder page) {
    CommandSpec spec = command.getCommandSpec();
    spec.usageMessage().abbreviateSynopsis(false).width(WIDTH);
    Help help = command.getHelp();
    page.append("\n## ").append(parent).append(spec.name()).append("\n\n");
    for (String paragraph : spec.usageMessage().description()) {
      page.append(text(paragraph)).append("\n\n");
    }
    page.append("```\n").append(synopsis(help)).append("\n```\n");
    List<ArgSpec> arguments =
        spec.args().stream().filter(argument -> !argument.hidden() && !isHelp(argument)).toList();
    if (!arguments.isEmpty()) {
      page.append("\n| | |\n|---|---|\n");
      arguments.forEach(argument -> page.append(row(argument)));
    }
    String path = parent + spec.name() + " ";
    command.getSubcommands().values().forEach(part -> command(path, part, page));
  }

  private static boolean isHelp(ArgSpec argument) {
    return argument instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
  }

  private static String synopsis(Help help) {
    return help.synopsis(0).stripTrailing();
  }

  private static String row(ArgSpec argument) {
    String description =
        List.of(argument.description()).stream()
            .map(Reference::text)
            .collect(Collectors.joining(" "));
    return "| `"
        + name(argument).replace("|", "\\|")
        + "` | "
        + description.replace("|", "\\|")
        + " |\n";
  }

  private static String name(ArgSpec argument) {
    if (argument instanceof PositionalParamSpec) {
      return argument.paramLabel();
    }
    OptionSpec option = (OptionSpec) argument;
    String name = option.longestName();
    if (option.negatable()) {
      name = name.replaceFirst("--", "--[no-]");
    }
    return option.arity().max() == 0 ? name : name + "=" + argument.paramLabel();
  }

  private static String text(String line) {
    return Ansi.OFF.string(line.replace("%%", "%")).strip();
  }

  /** Shows nothing: nothing is run. */
  private static final class NoHost implements Host {
    @Override
    public void show(MimeBundle bundle) {}

    @Override
    public void show(String id, MimeBundle bundle) {}

    @Override
    public void update(String id, MimeBundle bundle) {}

    @Override
    public void print(String line) {}
  }
}

package org.selftuning.magics;

import java.util.concurrent.Callable;
import org.selftuning.model.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains the commands. */
@Command(name = "help", description = "Lists the commands, or explains one.")
final class HelpCommand implements Callable<Object> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "COMMAND",
      completionCandidates = Names.Commands.class,
      description = "the command to explain")
  private String command;

  HelpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Object call() {
    CommandLine root = CommandTree.commandLine(session);
    CommandLine wanted = command == null ? root : root.getSubcommands().get(command);
    if (wanted == null) {
      throw new IllegalArgumentException(
          "there is no command '"
              + session.prefix()
              + " "
              + command
              + "'"
              + Nearest.hint(command, root.getSubcommands().keySet()));
    }
    session.host().show(MimeBundle.text(CommandTree.usage(wanted)));
    return null;
  }
}

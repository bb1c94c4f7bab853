package org.selftuning.magics;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the commands. */
@Command(
    name = "stn",
    description = "Self-Tuning Networks: networks that tune their own regularization.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "A command explains itself with --help."})
final class StnCommands {
  private static final List<Class<?>> ALL =
      List.of(
          ModelCommand.class,
          PlanCommand.class,
          DataCommand.class,
          TrainCommand.class,
          ResumeCommand.class,
          PlotCommand.class,
          ChartsCommand.class,
          ProbeCommand.class,
          SensitivityCommand.class,
          ScheduleCommand.class,
          AnimateCommand.class,
          TableCommand.class,
          WriteCommand.class,
          PredictCommand.class,
          EvaluateCommand.class,
          MistakesCommand.class,
          ExportCommand.class,
          LogCommand.class,
          RunsCommand.class,
          CompareCommand.class,
          SweepCommand.class,
          StopCommand.class,
          WaitCommand.class,
          SaveCommand.class,
          LoadCommand.class,
          ForgetCommand.class,
          DeviceCommand.class,
          DoctorCommand.class,
          HelpCommand.class);

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "explain this command")
  private boolean help;

  StnCommands() {}

  /** The command of this name; all where there is none. */
  static List<Class<?>> named(String name) {
    List<Class<?>> found =
        ALL.stream().filter(each -> each.getAnnotation(Command.class).name().equals(name)).toList();
    return found.isEmpty() ? ALL : found;
  }
}

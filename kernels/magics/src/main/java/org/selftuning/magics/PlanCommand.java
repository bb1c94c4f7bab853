package org.selftuning.magics;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.selftuning.model.Nearest;
import org.selftuning.record.StepPlan;
import org.selftuning.tensor.Device;
import org.selftuning.train.Method;
import org.selftuning.train.TrainOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** Shows what the steps of a model ask of the engine. */
@Command(
    name = "plan",
    description = {
      "Shows what the steps of a model ask of the engine: its operations, how often each is called,"
          + " the tensors it reads and writes, the arithmetic of its products, and the memory of"
          + " all tensors.",
      "Returns the Tablesaw Table; StepPlan.of gives the numbers."
    })
final class PlanCommand implements Callable<Table> {
  private static final TrainOptions DEFAULTS = TrainOptions.defaults();
  private static final List<String> STEPS =
      Arrays.stream(StepPlan.Kind.values()).map(StepPlan.Kind::toString).toList();

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      completionCandidates = Names.Models.class,
      description = "the model")
  private String name;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      completionCandidates = Steps.class,
      description = "each call of one kind of step, in their order: ${COMPLETION-CANDIDATES}")
  private String step;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "examples in a minibatch (${DEFAULT-VALUE})")
  private int batch = DEFAULTS.batch();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = MethodText.class,
      completionCandidates = Names.Methods.class,
      defaultValue = "stn",
      description = "how the weights learn: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private Method method;

  PlanCommand(Session session) {
    this.session = session;
  }

  /** The kinds of steps. */
  static final class Steps implements Iterable<String> {
    Steps() {}

    @Override
    public Iterator<String> iterator() {
      return STEPS.iterator();
    }
  }

  @Override
  public Table call() {
    if (step != null && !STEPS.contains(step)) {
      throw new IllegalArgumentException(
          "there is no step '" + step + "'" + Nearest.hint(step, STEPS));
    }
    StepPlan plan =
        StepPlan.of(
            session.bench().models().get(name),
            DEFAULTS.batch(batch).method(method),
            Device.standard());
    Table table =
        step == null ? plan.table() : plan.operations(StepPlan.Kind.values()[STEPS.indexOf(step)]);
    table.setName(name + ": " + table.name());
    session.host().show(MimeBundle.table(table));
    return table;
  }
}

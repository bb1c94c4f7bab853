package org.selftuning.magics;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.selftuning.model.Nearest;
import org.selftuning.record.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** Shows what a run recorded as a table. */
@Command(
    name = "table",
    description = {
      "Shows a run's result, or what it recorded, as a table.",
      "Returns the Tablesaw Table: var t = %%stn table RUN --what steps"
    })
final class TableCommand implements Callable<Table> {
  private static final Map<String, Function<Run, Table>> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("result", run -> run.result().table());
    TABLES.put("epochs", run -> run.history().epochs());
    TABLES.put("steps", run -> run.history().steps());
    TABLES.put("hyper", run -> run.history().hyperparameters());
    TABLES.put("sigma", run -> run.history().sigma());
    TABLES.put("schedule", run -> run.schedule().table());
  }

  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest)")
  private String name;

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      completionCandidates = Kinds.class,
      description = "${COMPLETION-CANDIDATES}")
  private String what = "result";

  TableCommand(Session session) {
    this.session = session;
  }

  /** The tables there are. */
  static final class Kinds implements Iterable<String> {
    Kinds() {}

    @Override
    public Iterator<String> iterator() {
      return List.copyOf(TABLES.keySet()).iterator();
    }
  }

  @Override
  public Table call() {
    Workbench bench = session.bench();
    String runName = name == null ? bench.runs().last() : name;
    Run run = bench.runs().get(runName);
    if (!TABLES.containsKey(what)) {
      throw new IllegalArgumentException(
          "there is no table '" + what + "'" + Nearest.hint(what, TABLES.keySet()));
    }
    Table table = TABLES.get(what).apply(run);
    table.setName(runName + ": " + table.name());
    session.host().show(Bundle.table(table));
    return table;
  }
}

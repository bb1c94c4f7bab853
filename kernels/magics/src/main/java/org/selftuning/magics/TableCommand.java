package org.selftuning.magics;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.selftuning.model.Nearest;
import org.selftuning.record.Export;
import org.selftuning.record.Probe;
import org.selftuning.record.Run;
import org.selftuning.record.Sensitivity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Shows what a run recorded as a table. */
@Command(
    name = "table",
    description = {
      "Shows a run's result, or what it recorded, as a table; of several runs one below the other,"
          + " with a column that says which.",
      "Returns the Tablesaw Table: var t = %%stn table RUN --what steps"
    })
final class TableCommand implements Callable<Table> {
  private static final Map<String, Function<Run, Table>> TABLES = new LinkedHashMap<>();
  private static final Set<String> MEASURED = Set.of("response", "sensitivity");
  private static final String RUN = "run";

  static {
    TABLES.put("result", run -> run.result().table());
    TABLES.put("epochs", run -> run.history().epochs());
    TABLES.put("steps", run -> run.history().steps());
    TABLES.put("hyper", run -> run.history().hyperparameters());
    TABLES.put("sigma", run -> run.history().sigma());
    TABLES.put("schedule", run -> run.schedule().table());
    TABLES.put("response", run -> Probe.table(Probe.all(run, ProbeCommand.POINTS)));
    TABLES.put("sensitivity", run -> Sensitivity.of(run).table());
  }

  private final Session session;

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the runs (the latest)")
  private List<String> names = List.of();

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      completionCandidates = Kinds.class,
      description = "${COMPLETION-CANDIDATES}")
  private String what = "result";

  @Option(names = "--save", paramLabel = "FILE", description = "write it to FILE too, as .csv")
  private Path file;

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
    Export.check(file, "csv");
    if (!TABLES.containsKey(what)) {
      throw new IllegalArgumentException(
          "there is no table '" + what + "'" + Nearest.hint(what, TABLES.keySet()));
    }
    List<String> wanted = names.isEmpty() ? List.of(session.bench().runs().last()) : names;
    Table table = table(wanted.get(0));
    if (wanted.size() > 1) {
      table = headed(wanted.get(0), table);
      for (String name : wanted.subList(1, wanted.size())) {
        table = below(table, headed(name, table(name)));
      }
    }
    table.setName(String.join(", ", wanted) + ": " + what);
    if (file != null) {
      Export.write(file, table.write().toString("csv"));
    }
    session.host().show(MimeBundle.table(table));
    return table;
  }

  private Table table(String name) {
    Run run =
        MEASURED.contains(what)
            ? ProbeCommand.responding(session, name)
            : session.bench().runs().get(name);
    return TABLES.get(what).apply(run);
  }

  private static Table headed(String name, Table table) {
    if (table.containsColumn(RUN)) {
      return table;
    }
    StringColumn run = StringColumn.create(RUN);
    for (int row = 0; row < table.rowCount(); row++) {
      run.append(name);
    }
    return table.insertColumn(0, run);
  }

  private Table below(Table above, Table table) {
    if (!above.columnNames().equals(table.columnNames())) {
      throw new IllegalArgumentException(
          String.format(
              "--what %s of these runs has unlike columns, %s and %s; show them one by one",
              what,
              String.join(", ", above.columnNames()),
              String.join(", ", table.columnNames())));
    }
    return above.append(table);
  }
}

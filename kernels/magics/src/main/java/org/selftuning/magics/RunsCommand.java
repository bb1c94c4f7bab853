package org.selftuning.magics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.selftuning.record.Run;
import org.selftuning.record.RunResult;
import picocli.CommandLine.Command;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Lists the runs. */
@Command(
    name = "runs",
    description = "Lists the runs with their results, side by side. Returns the Tablesaw Table.")
final class RunsCommand implements Callable<Table> {
  private final Session session;

  RunsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Table call() {
    session.bench().runs().last(); // says what to do where there is none
    Map<String, RunResult> results = new LinkedHashMap<>();
    StringColumn state = StringColumn.create("state");
    session
        .bench()
        .runs()
        .all()
        .forEach(
            (name, run) -> {
              results.put(name, run.result());
              state.append(state(run));
            });
    Table table = RunResult.table(results);
    table.insertColumn(1, state);
    session.host().show(Bundle.table(table));
    return table;
  }

  private String state(Run run) {
    RunResult result = run.result();
    if (session.bench().background().has(run)) {
      return "training, " + result.epochs() + " of " + run.options().epochs() + " epochs";
    }
    return result.cause() == null
        ? "not ended"
        : result.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

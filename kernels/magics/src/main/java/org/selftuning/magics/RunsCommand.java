package org.selftuning.magics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.selftuning.record.RunResult;
import picocli.CommandLine.Command;
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
    session.bench().runs().all().forEach((name, run) -> results.put(name, run.result()));
    Table table = RunResult.table(results);
    session.host().show(Bundle.table(table));
    return table;
  }
}

package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.selftuning.record.Run;
import org.selftuning.record.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Lists the runs. */
@Command(
    name = "runs",
    description = "Lists the runs with their results, side by side. Returns the Tablesaw Table.")
final class RunsCommand implements Callable<Table> {
  private static final double MEGABYTE = 1e6;

  private final Session session;

  @Option(
      names = "--saved",
      description =
          "list the runs that were saved while they trained, in $STN_RUNS or .stn/runs beside the"
              + " notebook; load reads one, forget deletes one")
  private boolean saved;

  RunsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Table call() throws IOException {
    if (saved) {
      return saved();
    }
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
    session.host().show(MimeBundle.table(table));
    return table;
  }

  private Table saved() throws IOException {
    SavedRuns place = SavedRuns.standard();
    StringColumn names = StringColumn.create("run");
    DateTimeColumn times = DateTimeColumn.create("saved");
    DoubleColumn sizes = DoubleColumn.create("MB");
    for (String name : place.names()) {
      names.append(name);
      Instant time = Files.getLastModifiedTime(place.file(name)).toInstant();
      times.append(LocalDateTime.ofInstant(time, ZoneId.systemDefault()).withNano(0));
      sizes.append(Files.size(place.file(name)) / MEGABYTE);
    }
    Table table = Table.create("saved in " + place.folder(), names, times, sizes);
    session.host().show(MimeBundle.table(table));
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

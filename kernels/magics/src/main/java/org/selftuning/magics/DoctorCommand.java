package org.selftuning.magics;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Says what this machine has. */
@Command(
    name = "doctor",
    description = {
      "Says what is here: versions, processor, BLAS, devices, fonts, and which data sets.",
      "Returns the Tablesaw Table."
    })
final class DoctorCommand implements Callable<Table> {
  private final Session session;

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Table call() {
    Map<String, String> findings = Doctor.examine(session.prefix());
    Table table =
        Table.create(
            "doctor",
            StringColumn.create("what", findings.keySet().stream()),
            StringColumn.create("found", findings.values().stream()));
    StringBuilder plain = new StringBuilder();
    findings.forEach((what, found) -> plain.append(String.format("%-22s %s%n", what, found)));
    session.host().show(MimeBundle.html(plain.toString(), TableHtml.of(table)));
    return table;
  }
}

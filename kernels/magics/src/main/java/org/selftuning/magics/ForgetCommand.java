package org.selftuning.magics;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes what runs have saved. */
@Command(
    name = "forget",
    description = {
      "Deletes what runs saved while they trained; runs --saved lists them. A run of this session,"
          + " and files written by save, stay."
    })
final class ForgetCommand implements Callable<Void> {
  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "the names, as runs --saved lists them")
  private List<String> names;

  ForgetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Void call() throws IOException {
    SavedRuns place = SavedRuns.standard();
    for (String name : names) {
      place.forget(name);
      session.host().print(name + " is no longer saved in " + place.folder());
    }
    return null;
  }
}

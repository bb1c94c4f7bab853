package org.selftuning.magics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.selftuning.record.Autosave;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.Run;

/**
 * Saves a run of a notebook while it trains, so that it outlives its kernel. Nothing is written
 * before the interval has passed for the first time: a short run leaves no file.
 */
final class Saving {
  private final Session session;
  private final String name;
  private final Run run;
  private final SavedRuns place = SavedRuns.standard();
  private SavedRuns.Claim claim;
  private String mine;
  private boolean shown;

  private Saving(Session session, String name, Run run) {
    this.session = session;
    this.name = name;
    this.run = run;
  }

  /** Begins to save a run every so often. */
  static Saving of(Session session, String name, Run run, CheckpointInterval every) {
    Saving saving = new Saving(session, name, run);
    run.listen(new Autosave(every, saving::save, session.host()::print));
    return saving;
  }

  private void save() throws IOException {
    if (claim == null) {
      claim = mine == null ? place.claim(name) : place.reclaim(mine);
    }
    Path file = place.file(claim.name());
    run.save(file);
    if (!shown) {
      shown = true;
      session
          .host()
          .print(
              String.format(
                  "%s is saved in %s as it trains; after a restart, %s load %s reads it%s",
                  name,
                  file,
                  session.prefix(),
                  claim.name(),
                  claim.before() == null
                      ? ""
                      : "; what an earlier run left there is " + claim.before()));
    }
  }

  /** Saves the run as it ended, if it was saved before, and frees the name. */
  void end() {
    if (claim == null && mine == null) {
      return;
    }
    try {
      if (claim == null) {
        claim = place.reclaim(mine);
      }
      run.save(place.file(claim.name()));
    } catch (IOException | UncheckedIOException e) {
      session.host().print("the last checkpoint of " + name + " is missing: " + e.getMessage());
    }
    if (claim != null) {
      claim.lock().close();
      mine = claim.name();
      claim = null;
    }
  }
}

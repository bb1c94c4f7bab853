package org.selftuning.magics;

import java.util.UUID;
import org.selftuning.record.Run;
import org.selftuning.record.RunResult;
import org.selftuning.record.ThreeDigits;
import org.selftuning.study.StudyRun;
import org.selftuning.study.StudyWatcher;
import org.selftuning.train.Step;
import org.selftuning.train.TrainingListener;

/** Shows how a study goes: a line for the current run, and one for each that is finished. */
public final class StudyView implements StudyWatcher {
  private static final long PERIOD_NANOS = 250_000_000L;

  private final Host host;
  private final String line = UUID.randomUUID().toString();
  private boolean shown;
  private long due;

  /** Shows it on {@code host}. */
  public StudyView(Host host) {
    this.host = host;
  }

  @Override
  public void begins(String name, int number, int total, Run run) {
    String lead = name + ", run " + number + " of " + total;
    run.listen(
        new TrainingListener() {
          @Override
          public void step(Step step) {
            if (System.nanoTime() >= due) {
              due = System.nanoTime() + PERIOD_NANOS;
              tell(lead + " · " + new ProgressLine(run.history().snapshot()).text());
            }
          }
        });
    tell(lead);
  }

  @Override
  public void epoch(String name, int number, int total, int epoch, double loss) {
    tell(
        String.format(
            "%s, run %d of %d · epoch %d · validation loss %s",
            name, number, total, epoch, ThreeDigits.of(loss)));
  }

  private void tell(String text) {
    MimeBundle bundle =
        MimeBundle.html(
            text,
            "<p style=\"font-size:13px;color:inherit;opacity:0.75\">"
                + TableHtml.escape(text)
                + "</p>");
    if (shown) {
      host.update(line, bundle);
    } else {
      shown = true;
      host.show(line, bundle);
    }
  }

  @Override
  public void ends(StudyRun run) {
    RunResult result = run.result();
    String noun = result.metric().noun();
    host.print(
        String.format(
            "%s: validation %s %s, test %s; %s, %s s",
            run.name(),
            noun,
            ThreeDigits.of(result.metric().of(result.bestValidation().loss())),
            ThreeDigits.of(result.metric().of(result.test().loss())),
            result.message(),
            ThreeDigits.of(result.seconds())));
  }

  /** Says that all is done, or how to continue, in the place of the line that changed. */
  public void ended(String message) {
    tell(message);
  }
}

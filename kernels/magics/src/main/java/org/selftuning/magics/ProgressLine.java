package org.selftuning.magics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.selftuning.record.RunSnapshot;
import org.selftuning.record.ThreeDigits;
import org.selftuning.train.Epoch;

/**
 * How far a run has come, in one line: epoch, losses, best value, speed, and when it will be done.
 *
 * @param run the run as it was at one moment
 */
record ProgressLine(RunSnapshot run) {
  private static final int SECONDS_IN_MINUTE = 60;
  private static final int BAR = 20;

  /** Steps taken of those planned, 0 … 1. */
  double share() {
    long planned = planned();
    return planned == 0 ? 0 : Math.min(1, (double) taken() / planned);
  }

  private long planned() {
    return (long) run.plan().epochs() * run.plan().stepsPerEpoch();
  }

  private long taken() {
    return run.steps() == 0 ? 0 : run.number(run.steps() - 1);
  }

  /** The line as text. */
  String text() {
    if (run.steps() == 0) {
      return "training begins";
    }
    List<String> parts = new ArrayList<>();
    int last = run.steps() - 1;
    parts.add("epoch " + run.epoch(last) + " of " + run.plan().epochs());
    List<Epoch> epochs = run.epochs();
    if (epochs.isEmpty()) {
      parts.add("training " + told(run.trainingLoss(last)));
    } else {
      Epoch epoch = epochs.get(epochs.size() - 1);
      parts.add("training " + told(epoch.training().loss()));
      parts.add("validation " + told(epoch.validation().loss()));
    }
    Epoch best = run.best();
    if (best != null) {
      double lowest = run.metric().of(best.validation().loss());
      parts.add("best " + ThreeDigits.of(lowest) + " at epoch " + best.number());
    }
    double speed = speed();
    if (speed > 0) {
      parts.add(String.format(Locale.ROOT, speed < 10 ? "%.1f steps/s" : "%.0f steps/s", speed));
      parts.add(time((planned() - taken()) / speed) + " left");
    }
    return String.join(" · ", parts);
  }

  private String told(double loss) {
    return run.metric().noun() + " " + ThreeDigits.of(run.metric().of(loss));
  }

  /** Steps a second, from the first that this run recorded to its last. */
  private double speed() {
    int last = run.steps() - 1;
    double seconds = last < 0 ? 0 : run.seconds(last);
    return seconds > 0 ? taken() / seconds : 0;
  }

  /** A time as people say it. */
  static String time(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    return whole < SECONDS_IN_MINUTE
        ? whole + " s"
        : String.format(
            Locale.ROOT, "%d:%02d min", whole / SECONDS_IN_MINUTE, whole % SECONDS_IN_MINUTE);
  }

  /** The line with a bar before it. */
  MimeBundle bundle() {
    return bundle(share(), text());
  }

  /** A bar that is filled to {@code share}, and a line. */
  static MimeBundle bundle(double share, String text) {
    int filled = (int) Math.round(BAR * share);
    String plain = "█".repeat(filled) + "░".repeat(BAR - filled) + " " + text;
    String html =
        String.format(
            Locale.ROOT,
            "<div style=\"font-size:13px;color:inherit;opacity:0.75;max-width:900px\">"
                + "<div style=\"height:6px;background:rgba(128,128,128,0.25);border-radius:3px;margin:4px 0\">"
                + "<div style=\"height:6px;width:%.1f%%;background:#0072b2;border-radius:3px\">"
                + "</div></div>%s</div>",
            100 * share,
            TableHtml.escape(text));
    return MimeBundle.html(plain, html);
  }
}

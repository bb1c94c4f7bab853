package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.compare.Comparison;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.ComparisonRun;
import org.selftuning.record.Export;
import org.selftuning.record.ThreeDigits;

/**
 * A comparison before the eyes of a person.
 *
 * @param host where it is seen
 * @param comparison the comparison
 * @param folder where its tables and charts are written, if anywhere
 * @param style how its charts look
 * @param quiet whether only its result is shown
 */
record Comparing(
    Host host, Comparison comparison, Optional<Path> folder, ChartStyle style, boolean quiet) {

  /** Compares until the end, or until this thread is interrupted, and shows the results. */
  ComparisonResult go() throws IOException {
    ComparisonResult result;
    if (quiet) {
      result = comparison.run();
      host.print(message(result));
      host.show(MimeBundle.table(result.table()));
    } else {
      LiveRun live = new LiveRun(host, style, new Watched(comparison));
      live.start();
      try {
        result = comparison.run();
      } catch (IOException | RuntimeException | Error e) {
        live.stop();
        throw e;
      }
      live.finish(message(result), result.table());
    }
    boolean interrupted = Thread.interrupted(); // or nothing below would be shown or written
    if (!quiet) {
      host.show(style.bundle(Charts.comparisonByEpochs(result)));
    }
    Optional<TrialFigures> trials = TrialFigures.of(comparison::trials);
    if (!quiet) {
      trials.ifPresent(figures -> figures.show(host, style));
    }
    if (folder.isPresent()) {
      write(result, folder.get());
      trials.ifPresent(figures -> figures.write(folder.get(), style));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  private String message(ComparisonResult result) {
    if (result.ended()) {
      return Charts.comparisonBySeconds(result).title();
    }
    return "the comparison was stopped"
        + folder
            .map(place -> " and is kept in " + place + "; the same command continues it")
            .orElse("; with --out DIR it would be kept, and could continue");
  }

  private void write(ComparisonResult result, Path to) {
    Export.write(to.resolve("comparison.csv"), result.table().write().toString("csv"));
    Export.write(to.resolve("attempts.csv"), result.runsTable().write().toString("csv"));
    Export.write(to.resolve("comparison.md"), result.markdown());
    style.save(Charts.comparisonBySeconds(result), to, "by-seconds");
    style.save(Charts.comparisonByEpochs(result), to, "by-epochs");
  }

  /** How far a comparison is, and what it looks like. */
  private record Watched(Comparison comparison) implements LiveRun.Watched {
    @Override
    public long state() {
      return comparison.result().runs().stream().mapToLong(a -> a.journal().epochs()).sum();
    }

    @Override
    public MimeBundle line() {
      ComparisonResult now = comparison.result();
      double done = 0;
      double left = 0;
      int beside = 0;
      ComparisonRun current = null;
      for (ComparisonRun run : now.runs()) {
        double share =
            run.ended() ? 1 : now.budget().share(run.journal().epochs(), run.journal().seconds());
        done += share;
        left += (1 - share) * now.budget().seconds();
        boolean begun = !run.ended() && run.journal().epochs() > 0;
        beside += begun ? 1 : 0;
        current = !run.ended() && (current == null || (begun && beside == 1)) ? run : current;
      }
      return ProgressLine.bundle(done / now.runs().size(), text(now, current, beside, left));
    }

    private static String text(
        ComparisonResult now, ComparisonRun current, int beside, double left) {
      List<String> parts = new ArrayList<>();
      if (current == null) {
        return "the last network is tested";
      }
      parts.add(current.method().title() + ", seed " + current.seed());
      parts.add("trial " + (current.trials() + 1));
      parts.add("epoch " + current.journal().epochs());
      if (!Double.isNaN(current.lowest())) {
        double lowest = now.metric().of(current.lowest());
        parts.add("lowest validation " + now.metric().noun() + " " + ThreeDigits.of(lowest));
      }
      if (current.journal().failures() > 0) {
        parts.add(current.journal().failures() + " failed");
      }
      if (beside > 1) {
        parts.add((beside - 1) + " more beside it");
      }
      if (Double.isFinite(left)) {
        parts.add(ProgressLine.time(left) + " left");
      }
      return String.join(" · ", parts);
    }

    @Override
    public Figure figure() {
      return Charts.comparisonBySeconds(comparison.result());
    }
  }
}

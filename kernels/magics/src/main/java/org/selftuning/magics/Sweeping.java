package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.compare.Sweep;
import org.selftuning.compare.SweepResult;
import org.selftuning.compare.SweepRun;
import org.selftuning.compare.Trials;
import org.selftuning.record.Export;

/**
 * A sweep before the eyes of a person.
 *
 * @param host where it is seen
 * @param sweep the sweep
 * @param folder where its tables and charts are written, if anywhere
 * @param style how its charts look
 * @param quiet whether only its result is shown
 */
record Sweeping(Host host, Sweep sweep, Optional<Path> folder, ChartStyle style, boolean quiet) {

  /** Trains until the end, or until this thread is interrupted, and shows the results. */
  SweepResult go() throws IOException {
    SweepResult result;
    if (quiet) {
      result = sweep.run();
      host.print(message(result));
      host.show(MimeBundle.table(result.table()));
    } else {
      LiveRun live = new LiveRun(host, style, new Watched(sweep));
      live.start();
      try {
        result = sweep.run();
      } catch (IOException | RuntimeException | Error e) {
        live.stop();
        throw e;
      }
      live.finish(message(result), result.table());
    }
    boolean interrupted = Thread.interrupted(); // or nothing below would be written
    SweepResult all = result;
    Optional<TrialFigures> trials = TrialFigures.of(() -> Trials.of(all));
    if (!quiet) {
      trials.ifPresent(figures -> figures.show(host, style));
    }
    if (folder.isPresent()) {
      Path to = folder.get();
      trials.ifPresent(figures -> figures.write(to, style));
      Export.write(to.resolve("sweep.csv"), result.table().write().toString("csv"));
      Export.write(to.resolve("runs.csv"), result.runsTable().write().toString("csv"));
      style.save(Charts.sweep(result), to, "sweep");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  private String message(SweepResult result) {
    if (result.ended()) {
      return Charts.sweep(result).title();
    }
    return "the sweep was stopped"
        + folder
            .map(place -> " and is kept in " + place + "; the same command continues it")
            .orElse("; with --out DIR it would be kept, and could continue");
  }

  /** How far a sweep is, and what it looks like. */
  private record Watched(Sweep sweep) implements LiveRun.Watched {
    @Override
    public long state() {
      return sweep.result().runs().stream().mapToLong(run -> run.validation().size()).sum();
    }

    @Override
    public MimeBundle line() {
      List<SweepRun> runs = sweep.result().runs();
      double done = 0;
      int ended = 0;
      int failed = 0;
      List<String> current = new ArrayList<>();
      for (SweepRun run : runs) {
        int epochs = run.validation().size();
        ended += run.ended() ? 1 : 0;
        failed += run.failed() ? 1 : 0;
        done += run.ended() ? 1 : (double) epochs / run.point().options().epochs();
        if (!run.ended() && epochs > 0) {
          current.add(run.point().name() + ", seed " + run.seed() + ", epoch " + epochs);
        }
      }
      List<String> parts = new ArrayList<>(List.of(ended + " of " + runs.size() + " runs"));
      if (failed > 0) {
        parts.add(failed + " failed");
      }
      parts.addAll(current);
      return ProgressLine.bundle(done / runs.size(), String.join(" · ", parts));
    }

    @Override
    public Figure figure() {
      return Charts.sweep(sweep.result());
    }
  }
}

package org.selftuning.chart;

import java.util.List;
import java.util.Locale;
import org.selftuning.compare.Importance;

/** How much of the losses of trials each hyperparameter explains alone, as bars. */
final class ImportanceFigure {
  private static final int MOST = 12;

  private ImportanceFigure() {}

  static Figure of(Importance importance) {
    List<Importance.Entry> all = importance.entries();
    List<Importance.Entry> entries = all.subList(0, Math.min(MOST, all.size()));
    return new BarFigure(
            title(importance),
            String.format(
                Locale.ROOT,
                "Share of the variance of the ranks of %d trials that each explains alone; gray: 5 %% of"
                    + " shuffles reach it%s",
                importance.trials(),
                all.size() > MOST ? "; the first " + MOST + " of " + all.size() : ""),
            "share of the variance, %",
            entries.stream().map(Importance.Entry::name).toList(),
            entries.stream().mapToDouble(entry -> 100 * entry.share()).toArray(),
            i -> number(entries.get(i)),
            all.get(0).significant() ? 0 : -1,
            i -> entries.get(i).significant() ? Palette.BLUE : Palette.TRAIN)
        .figure();
  }

  /** Two that differ by less than noise are both named. */
  private static String title(Importance importance) {
    List<Importance.Entry> all = importance.entries();
    Importance.Entry first = all.get(0);
    if (!first.significant()) {
      return "Nothing that was varied explains the " + importance.loss() + " beyond noise";
    }
    boolean close =
        all.size() > 1
            && all.get(1).significant()
            && first.share() - all.get(1).share() < first.noise();
    String share = percent(100 * first.share());
    return close
        ? String.format(
            "The %s depends on %s (%s alone) and %s",
            importance.loss(), first.name(), share, all.get(1).name())
        : String.format(
            "The %s depends most on %s, which alone explains %s",
            importance.loss(), first.name(), share);
  }

  private static String percent(double x) {
    return Math.round(x) + " %";
  }

  private static String number(Importance.Entry entry) {
    return percent(100 * entry.share()) + (entry.significant() ? "" : ", noise");
  }
}

package org.selftuning.chart;

import java.util.List;
import java.util.Locale;
import org.selftuning.record.Sensitivity;

/** How far the weights of a network move with each hyperparameter, as bars. */
final class SensitivityFigure {
  private SensitivityFigure() {}

  static Figure of(Sensitivity sensitivity) {
    List<Sensitivity.Entry> entries = sensitivity.entries();
    double[] shares = entries.stream().mapToDouble(entry -> 100 * entry.response()).toArray();
    return new BarFigure(
            "The weights respond most to " + entries.get(0).hyperparameter().name(),
            subtitle(sensitivity),
            "movement of the weights for one σ, % of their length",
            entries.stream().map(entry -> entry.hyperparameter().name()).toList(),
            shares,
            i -> Reading.of(shares[i]) + " %",
            0,
            Palette::series)
        .figure();
  }

  private static String subtitle(Sensitivity sensitivity) {
    Sensitivity.Entry most = sensitivity.entries().get(0);
    for (Sensitivity.Entry entry : sensitivity.entries()) {
      most = entry.change() > most.change() ? entry : most;
    }
    double changed =
        sensitivity.loss()
            + (Math.abs(most.lower()) > Math.abs(most.higher()) ? most.lower() : most.higher());
    return String.format(
        Locale.ROOT,
        "In %s; largest effect on the validation %s: %s, from %s to %s within one σ",
        sensitivity.run(),
        sensitivity.metric().noun(),
        most.hyperparameter().name(),
        Reading.of(sensitivity.metric().of(sensitivity.loss())),
        Reading.of(sensitivity.metric().of(changed)));
  }
}

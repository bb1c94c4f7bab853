package org.selftuning.chart;

import java.util.List;
import java.util.Locale;
import org.selftuning.predict.ClassificationReport;

/** How often predictions of a certain confidence are right: on the diagonal, if calibrated. */
final class ReliabilityPanel {
  private ReliabilityPanel() {}

  static Panel of(ClassificationReport report) {
    List<ClassificationReport.Bin> bins = report.calibration();
    double[] x = bins.stream().mapToDouble(ClassificationReport.Bin::confidence).toArray();
    double[] y = bins.stream().mapToDouble(ClassificationReport.Bin::accuracy).toArray();
    double[] ends = {0, 1};
    double gap =
        bins.stream().mapToDouble(b -> b.count() * (b.confidence() - b.accuracy())).sum()
            / report.size();
    double noise = Math.sqrt(report.accuracy() * (1 - report.accuracy()) / report.size());
    String title =
        Math.abs(gap) <= 2 * noise
            ? "Confidence and accuracy agree on average"
            : gap > 0
                ? "The network is more confident than right"
                : "The network is more often right than confident";
    return new Panel(
        title,
        String.format(
            Locale.ROOT,
            "%s: share of right predictions by the probability of the predicted class; expected"
                + " calibration error %s",
            report.name(),
            Reading.of(report.calibrationError())),
        Axis.linear("probability of the predicted class", 0, 1),
        Axis.linear("share that is right", 0, 1),
        0,
        List.of(),
        List.of(
            Line.plain("calibrated", ends, ends, new Line.Look(Palette.TRAIN, 1.3f, true)),
            new Line("network", x, y, Line.Look.VALIDATION, true, "")),
        List.of());
  }
}

package org.selftuning.chart;

import org.selftuning.record.RunSnapshot;

/**
 * The training loss, smooth enough to be read: means over equal parts of an epoch, each at its end.
 * A part is counted only when it is complete, so no point ever moves.
 */
final class TrainingCurve {
  private static final int POINTS = 160;
  private static final int LEAST_STEPS = 4;

  private TrainingCurve() {}

  /**
   * Returns the curve over epochs.
   *
   * @param span the epochs that the axis spans; the more, the coarser
   */
  static Line of(RunSnapshot run, double span) {
    if (run.steps() == 0) {
      double[] x = new double[run.epochs().size()];
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = run.epochs().get(i).number();
        y[i] = run.metric().of(run.epochs().get(i).training().loss());
      }
      return Line.plain("train", x, y, Line.Look.TRAIN);
    }
    int perEpoch = Math.max(1, run.plan().stepsPerEpoch());
    int parts = (int) Math.max(1, Math.min(POINTS / span, perEpoch / (double) LEAST_STEPS));
    double part = (double) perEpoch / parts;
    int bins = (int) (run.number(run.steps() - 1) / part + 1e-9);
    double[] x = new double[bins];
    double[] sum = new double[bins];
    int[] count = new int[bins];
    for (int row = 0; row < run.steps(); row++) {
      int bin = (int) ((run.number(row) - 1) / part);
      if (bin < bins) {
        sum[bin] += run.trainingLoss(row);
        count[bin]++;
      }
    }
    for (int bin = 0; bin < bins; bin++) {
      x[bin] = (double) (bin + 1) / parts;
      sum[bin] = count[bin] == 0 ? Double.NaN : run.metric().of(sum[bin] / count[bin]);
    }
    return Line.plain("train", x, sum, Line.Look.TRAIN);
  }
}

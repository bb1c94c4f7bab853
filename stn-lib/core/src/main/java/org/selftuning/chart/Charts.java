package org.selftuning.chart;

import org.selftuning.record.History;
import org.selftuning.record.Snapshot;

/**
 * The charts of a run. Each call looks at the history as it is now, also while the run goes on, and
 * returns a figure that will not change.
 */
public final class Charts {
  static final int WIDTH = 900;
  static final int HEIGHT = 420;

  private Charts() {}

  /** Training, validation and test loss over epochs. */
  public static Figure losses(History history) {
    return single(LossPanel.of(history.snapshot()));
  }

  /** The hyperparameters over training steps with a band of ±σ. */
  public static Figure hyperparameters(History history) {
    Snapshot run = history.snapshot();
    int[] all = new int[run.hyperparameters().size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return single(HyperparameterPanel.of(run, all, "Hyperparameters", "with σ"));
  }

  private static Figure single(Panel panel) {
    return new Figure(
        panel.title(),
        TextForm.of(panel),
        WIDTH,
        HEIGHT,
        g -> new PanelPainter(panel, WIDTH, HEIGHT, PanelPainter.Frame.FULL).paint(g));
  }
}

package org.selftuning.chart;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import org.selftuning.record.Snapshot;

/**
 * A run in one picture: losses left, hyperparameters right; of a run with hyperparameters that
 * cannot share an axis, losses above and small multiples below; of a run that tunes none, losses
 * and accuracies.
 */
final class LiveFigure {
  private static final int LOSSES_ABOVE = 300;

  private LiveFigure() {}

  static Figure of(Snapshot run) {
    Panel losses = LossPanel.of(run);
    if (run.hyperparameters().isEmpty()) {
      return sideBySide(losses, AccuracyPanel.of(run));
    }
    return HyperparameterFigure.shareAnAxis(run.hyperparameters())
        ? sideBySide(losses, HyperparameterFigure.valuesInOnePanel(run))
        : stacked(losses, HyperparameterFigure.multiples(run));
  }

  private static Figure sideBySide(Panel left, Panel right) {
    int half = Charts.WIDTH / 2;
    return new Figure(
        left.title(),
        TextForm.of(left) + "\n" + TextForm.of(right),
        Charts.WIDTH,
        Charts.HEIGHT,
        g -> {
          panel(g, left, 0, half, Charts.HEIGHT, PanelPainter.Frame.HALF);
          panel(g, right, half, half, Charts.HEIGHT, PanelPainter.Frame.HALF);
        });
  }

  private static Figure stacked(Panel above, SmallMultiples below) {
    return new Figure(
        above.title(),
        TextForm.of(above) + "\n" + below.text(),
        Charts.WIDTH,
        LOSSES_ABOVE + below.height(),
        g -> {
          panel(g, above, 0, Charts.WIDTH, LOSSES_ABOVE, PanelPainter.Frame.FULL);
          AffineTransform outside = g.getTransform();
          g.translate(0, LOSSES_ABOVE);
          below.paint(g);
          g.setTransform(outside);
        });
  }

  private static void panel(
      Graphics2D g, Panel panel, int x, int width, int height, PanelPainter.Frame frame) {
    AffineTransform outside = g.getTransform();
    g.translate(x, 0);
    new PanelPainter(panel, width, height, frame).paint(g);
    g.setTransform(outside);
  }
}

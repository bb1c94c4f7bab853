package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.util.List;
import org.selftuning.record.RunSnapshot;

/**
 * A run in one picture: losses left, hyperparameters right; of a run with hyperparameters that
 * cannot share an axis, losses above and small multiples below; of a run that tunes none, losses
 * and accuracies. Where there is little room, all below each other.
 */
final class LiveFigure {
  private static final int LOSSES_ABOVE = 300;
  private static final int LEAST_FOR_TWO = 700;

  private LiveFigure() {}

  static Figure of(RunSnapshot run) {
    Panel losses = LossPanel.of(run);
    if (run.hyperparameters().isEmpty()) {
      return beside(losses, AccuracyPanel.of(run));
    }
    return HyperparameterFigure.shareAnAxis(run.hyperparameters())
        ? beside(losses, HyperparameterFigure.valuesInOnePanel(run))
        : stacked(losses, HyperparameterFigure.multiples(run));
  }

  private static Figure beside(Panel left, Panel right) {
    return new Figure(
        left.title(), TextForm.of(left) + "\n" + TextForm.of(right), new Beside(left, right));
  }

  private static Figure stacked(Panel above, SmallMultiples below) {
    return new Figure(
        above.title(), TextForm.of(above) + "\n" + below.text(), new Stacked(above, below));
  }

  /** Two panels, beside or below each other. */
  private record Beside(Panel left, Panel right) implements Drawing {
    @Override
    public int height(int width, boolean paper) {
      int one = cell(width);
      int first = PanelPainter.height(left, one, paper);
      int second = PanelPainter.height(right, one, paper);
      return one < width ? Math.max(Charts.HEIGHT, Math.max(first, second)) : first + second;
    }

    private static int cell(int width) {
      return width >= LEAST_FOR_TWO ? width / 2 : width;
    }

    @Override
    public void paint(Canvas canvas, int width) {
      int one = cell(width);
      boolean two = one < width;
      int whole = height(width, canvas.paper());
      int first = two ? whole : PanelPainter.height(left, one, canvas.paper());
      PanelPainter.Frame frame = PanelPainter.Frame.FULL;
      new PanelPainter(left, one, first, frame).paint(canvas);
      PanelPainter second = new PanelPainter(right, one, two ? whole : whole - first, frame);
      canvas.at(two ? one : 0, two ? 0 : first, () -> second.paint(canvas));
    }

    @Override
    public JsonObject vega(VegaLite vega) {
      return vega.grid(List.of(left, right));
    }
  }

  /** A panel above small ones. */
  private record Stacked(Panel above, SmallMultiples below) implements Drawing {
    @Override
    public int height(int width, boolean paper) {
      return aboveHeight(width, paper) + below.height(width, paper);
    }

    private int aboveHeight(int width, boolean paper) {
      return paper ? PanelPainter.height(above, width, true) : LOSSES_ABOVE;
    }

    @Override
    public void paint(Canvas canvas, int width) {
      int height = aboveHeight(width, canvas.paper());
      new PanelPainter(above, width, height, PanelPainter.Frame.FULL).paint(canvas);
      canvas.at(0, height, () -> below.paint(canvas, width));
    }

    @Override
    public JsonObject vega(VegaLite vega) {
      return vega.below(above, below.cells());
    }
  }
}

package org.selftuning.chart;

import com.google.gson.JsonObject;

/**
 * One panel, alone.
 *
 * @param panel the panel
 */
record PanelDrawing(Panel panel) implements Drawing {
  @Override
  public int height(int width, boolean paper) {
    return PanelPainter.height(panel, width, paper);
  }

  @Override
  public void paint(Canvas canvas, int width) {
    int height = height(width, canvas.paper());
    new PanelPainter(panel, width, height, PanelPainter.Frame.FULL).paint(canvas);
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    return vega.panel(panel);
  }
}

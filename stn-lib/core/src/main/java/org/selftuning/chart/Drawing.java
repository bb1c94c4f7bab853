package org.selftuning.chart;

import com.google.gson.JsonObject;

/** How a figure is drawn: into any width, on any canvas, or by somebody else. */
interface Drawing {

  /**
   * The height that it needs.
   *
   * @param width in pixels of the layout
   * @param paper whether its titles wrap
   */
  int height(int width, boolean paper);

  /** Draws itself into (0, 0) … (width, height). */
  void paint(Canvas canvas, int width);

  /** Its numbers and marks as a view of Vega-Lite, without title and schema. */
  JsonObject vega(VegaLite vega);
}

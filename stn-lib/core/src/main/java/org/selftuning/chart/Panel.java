package org.selftuning.chart;

import java.util.List;

/**
 * The numbers of one picture: everything that {@link PanelPainter} draws and {@link TextForm} says.
 *
 * @param title what is seen
 * @param subtitle what is plotted
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param warmup the x at which warm-up ends; 0 for none
 * @param bands behind the lines
 * @param lines in drawing order
 * @param moments the vertical lines
 */
record Panel(
    String title,
    String subtitle,
    Axis x,
    Axis y,
    double warmup,
    List<Band> bands,
    List<Line> lines,
    List<Moment> moments) {
  Panel {
    bands = List.copyOf(bands);
    lines = List.copyOf(lines);
    moments = List.copyOf(moments);
  }

  Head head() {
    return new Head(title, subtitle);
  }
}

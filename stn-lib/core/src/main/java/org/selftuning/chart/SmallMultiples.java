package org.selftuning.chart;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;

/**
 * Many small panels under one title, three to a row. With one shared horizontal axis its numbers
 * stand under the lowest cell of each column only.
 *
 * @param title what is seen
 * @param subtitle what is plotted
 * @param cells the panels, by rows
 * @param shared whether all have one horizontal axis
 */
record SmallMultiples(String title, String subtitle, List<Panel> cells, boolean shared) {
  private static final int COLUMNS = 3;
  private static final int CELL_WIDTH = 280;
  private static final int CELL_HEIGHT = 180;
  private static final int GAP = 18;
  private static final int HEAD = 66;
  private static final int FOOT = 46;

  /** Between a plot and the name of the one below it. */
  private static final int AIR = 18;

  /** A row of cells that have horizontal axes of their own, without labels. */
  private static final int OWN_AXIS_HEIGHT = 214;

  SmallMultiples {
    cells = List.copyOf(cells);
  }

  /** Panels with one shared horizontal axis. */
  SmallMultiples(String title, String subtitle, List<Panel> cells) {
    this(title, subtitle, cells, true);
  }

  Figure figure() {
    return new Figure(title, text(), Charts.WIDTH, height(), this::paint);
  }

  int height() {
    int rows = (cells.size() + COLUMNS - 1) / COLUMNS;
    return HEAD + rows * rowHeight() + (shared ? FOOT : AIR / 2);
  }

  private int rowHeight() {
    return shared ? CELL_HEIGHT : OWN_AXIS_HEIGHT;
  }

  String text() {
    StringBuilder text = new StringBuilder(title).append('\n').append(subtitle).append('\n');
    cells.forEach(cell -> text.append(TextForm.lines(cell)));
    return text.toString();
  }

  void paint(Graphics2D g) {
    PanelPainter.head(g, title, subtitle, Lettering.TITLE, Charts.WIDTH);
    AffineTransform outside = g.getTransform();
    for (int i = 0; i < cells.size(); i++) {
      boolean lowest = !shared || i + COLUMNS >= cells.size();
      g.translate(
          PanelPainter.MARGIN + i % COLUMNS * (CELL_WIDTH + GAP),
          HEAD + i / COLUMNS * (double) rowHeight());
      PanelPainter.Frame frame = lowest ? PanelPainter.Frame.LOWEST_CELL : PanelPainter.Frame.CELL;
      new PanelPainter(cells.get(i), CELL_WIDTH, CELL_HEIGHT + FOOT - AIR, frame).paint(g);
      g.setTransform(outside);
    }
  }
}

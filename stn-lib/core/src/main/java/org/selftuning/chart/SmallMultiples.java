package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * Many small panels under one title, three to a row, on paper as many as have room. With one shared
 * horizontal axis its numbers stand under the lowest cell of each column only.
 *
 * @param title what is seen
 * @param subtitle what is plotted
 * @param cells the panels, by rows
 * @param shared whether all have one horizontal axis
 */
record SmallMultiples(String title, String subtitle, List<Panel> cells, boolean shared)
    implements Drawing {
  private static final int COLUMNS = 3;

  /** On paper there are as many to a row as have this much room with the gap beside them. */
  private static final int ROOM = 175;

  /** The same where lines have their names at their ends. */
  private static final int ROOM_FOR_NAMES = 300;

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
    return new Figure(title, text(), this);
  }

  @Override
  public int height(int width, boolean paper) {
    int rows = (cells.size() + columns(width, paper) - 1) / columns(width, paper);
    return head().extra(width, paper) + HEAD + rows * rowHeight() + (shared ? FOOT : AIR / 2);
  }

  private Head head() {
    return new Head(title, subtitle);
  }

  private int columns(int width, boolean paper) {
    boolean names = cells.stream().anyMatch(cell -> cell.lines().size() > 1);
    return paper ? Math.max(1, width / (names ? ROOM_FOR_NAMES : ROOM)) : COLUMNS;
  }

  private int rowHeight() {
    return shared ? CELL_HEIGHT : OWN_AXIS_HEIGHT;
  }

  String text() {
    StringBuilder text = new StringBuilder(title).append('\n').append(subtitle).append('\n');
    cells.forEach(cell -> text.append(TextForm.lines(cell)));
    return text.toString();
  }

  @Override
  public void paint(Canvas canvas, int width) {
    head().paint(canvas, width);
    int top = HEAD + head().extra(width, canvas.paper());
    int columns = columns(width, canvas.paper());
    int cell = (int) ((width - 2 * PanelPainter.MARGIN + GAP) / columns) - GAP;
    for (int i = 0; i < cells.size(); i++) {
      boolean lowest = !shared || i + columns >= cells.size();
      PanelPainter.Frame frame = lowest ? PanelPainter.Frame.LOWEST_CELL : PanelPainter.Frame.CELL;
      PanelPainter painter = new PanelPainter(cells.get(i), cell, CELL_HEIGHT + FOOT - AIR, frame);
      canvas.at(
          PanelPainter.MARGIN + i % columns * (cell + GAP),
          top + i / columns * (double) rowHeight(),
          () -> painter.paint(canvas));
    }
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    return vega.grid(cells);
  }
}

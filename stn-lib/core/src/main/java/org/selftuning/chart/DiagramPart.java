package org.selftuning.chart;

import java.util.List;

/** A part of a diagram, with one line into its top and one out of its bottom. */
interface DiagramPart {
  /** The least width in which its words are legible. */
  double narrowest();

  /** Its height where it is this wide. */
  double height(double width);

  /** Whether the line into it leads to a box, and so ends in an arrow. */
  boolean boxed();

  /**
   * Places it.
   *
   * @param x its left edge
   * @param y its top
   * @param spine the x of the lines into and out of it
   * @param onto where its marks are added
   */
  void place(double x, double y, double width, double spine, List<Diagram.Mark> onto);
}

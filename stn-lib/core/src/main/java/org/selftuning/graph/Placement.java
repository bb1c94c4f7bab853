package org.selftuning.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A stretch of a region of memory and the steps during which it is in use, first and last included.
 */
final class Placement {
  /** Every stretch begins at a multiple of this many floats: a cache line. */
  private static final int ALIGNMENT = 16;

  private final Plan.Region region;
  private final int size;
  private final int first;
  private int last;
  private int offset = -1;

  Placement(Plan.Region region, int size, int first, int last) {
    this.region = region;
    this.size = size;
    this.first = first;
    this.last = last;
  }

  static int aligned(int size) {
    return Math.multiplyExact((size + ALIGNMENT - 1) / ALIGNMENT, ALIGNMENT);
  }

  /** The memory that it is a part of. */
  Plan.Region region() {
    return region;
  }

  /** Its floats. */
  int size() {
    return size;
  }

  /** The last step that reads it. */
  int last() {
    return last;
  }

  /** Where in its region it begins, in floats. */
  int offset() {
    return offset;
  }

  /** Keeps it in use until a later step. */
  void extend(int step) {
    last = Math.max(last, step);
  }

  @Override
  public String toString() {
    return region.name().toLowerCase(Locale.ROOT) + " " + (long) Float.BYTES * offset;
  }

  private boolean meets(Placement other) {
    return first <= other.last && other.first <= last;
  }

  /**
   * Gives each its offset, the largest first, at the lowest place that is free during its steps.
   *
   * @return the floats they take together
   */
  static long arrange(List<Placement> all) {
    List<Placement> placed = new ArrayList<>();
    List<Placement> largestFirst = new ArrayList<>(all);
    largestFirst.sort(Comparator.comparingInt((Placement p) -> p.size).reversed());
    int end = 0;
    for (Placement p : largestFirst) {
      int at = 0;
      for (Placement other : placed) { // in the order of their offsets
        if (p.meets(other) && at + aligned(p.size) > other.offset) {
          at = Math.max(at, other.offset + aligned(other.size));
        }
      }
      p.offset = at;
      end = Math.max(end, Math.addExact(at, aligned(p.size)));
      placed.add(p);
      placed.sort(Comparator.comparingInt(q -> q.offset));
    }
    return end;
  }
}

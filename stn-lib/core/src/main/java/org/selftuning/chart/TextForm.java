package org.selftuning.chart;

import java.util.List;
import java.util.function.IntFunction;

/** Says in lines of text what a panel shows. */
final class TextForm {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final int COLUMNS = 40;

  private TextForm() {}

  static String of(Panel panel) {
    StringBuilder text = new StringBuilder(panel.title()).append('\n');
    text.append(panel.subtitle());
    text.append("; ").append(panel.x().label().isEmpty() ? "x" : panel.x().label());
    text.append(' ').append(new Ticks(panel.x()).label(panel.x().low()));
    text.append(" … ").append(new Ticks(panel.x()).label(panel.x().high())).append('\n');
    text.append(lines(panel));
    for (Moment moment : panel.moments()) {
      text.append("  ").append(moment.name()).append('\n');
    }
    return text.toString();
  }

  /** One line of text for each line of the panel that has a name. */
  static String lines(Panel panel) {
    StringBuilder text = new StringBuilder();
    int width = panel.lines().stream().mapToInt(l -> l.name().length()).max().orElse(0);
    for (Line line : panel.lines()) {
      if (line.first() >= 0 && !line.name().isEmpty()) {
        text.append("  ").append(pad(line.name(), width)).append("  ");
        text.append(course(line, panel.x(), panel.y())).append("  ");
        text.append(numbers(line)).append('\n');
      }
    }
    return text.toString();
  }

  /** One bar a row. */
  static String bars(
      String title,
      String subtitle,
      List<String> names,
      double[] sizes,
      IntFunction<String> number) {
    StringBuilder text = new StringBuilder(title).append('\n').append(subtitle).append('\n');
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    double largest = 0;
    for (double size : sizes) {
      largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
    }
    for (int i = 0; i < sizes.length; i++) {
      boolean drawn = Double.isFinite(sizes[i]) && largest > 0;
      int length = drawn ? (int) Math.round(COLUMNS * sizes[i] / largest) : 0;
      text.append("  ").append(pad(names.get(i), width)).append("  ");
      text.append("█".repeat(length)).append(' ').append(number.apply(i)).append('\n');
    }
    return text.toString();
  }

  private static String course(Line line, Axis x, Axis y) {
    StringBuilder course = new StringBuilder();
    int i = 0;
    for (int column = 0; column < COLUMNS; column++) {
      double sum = 0;
      int count = 0;
      while (i < line.x().length && x.share(line.x()[i]) * COLUMNS < column + 1) {
        if (Double.isFinite(line.y()[i])) {
          sum += y.share(line.y()[i]);
          count++;
        }
        i++;
      }
      int level = (int) (BLOCKS.length() * (count == 0 ? 0 : sum / count));
      course.append(
          count == 0 ? ' ' : BLOCKS.charAt(Math.max(0, Math.min(BLOCKS.length() - 1, level))));
    }
    return course.toString();
  }

  private static String numbers(Line line) {
    int min = line.first();
    int max = line.first();
    for (int i = 0; i < line.y().length; i++) {
      min = line.y()[i] < line.y()[min] ? i : min;
      max = line.y()[i] > line.y()[max] ? i : max;
    }
    return Reading.of(line.y()[line.first()])
        + " → "
        + Reading.of(line.y()[line.last()])
        + " (min "
        + Reading.of(line.y()[min])
        + ", max "
        + Reading.of(line.y()[max])
        + ")";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}

package org.selftuning.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.selftuning.compare.Trials;

/**
 * Trials as lines over parallel axes: one for each thing that was varied, the loss at the right.
 * The darker a line, the lower its loss; the best is marked.
 *
 * @param trials the trials
 */
record ParallelCoordinates(Trials trials) {
  private static final Color LOW = new Color(0x00436B);
  private static final Color HIGH = new Color(0xC9DCE9);
  private static final int MOST = 11;
  private static final int HEIGHT = 460;
  private static final double TOP = 112;
  private static final double BOTTOM = HEIGHT - 36;
  private static final double SIDE = 74;
  private static final double GAP = 8;

  /** The least distance between the names of two categories. */
  private static final double LETTERS = 15;

  /** One axis: a thing that was varied, or the loss. */
  private record Scale(Trials.Dimension dimension, Axis axis) {
    double height(int trial) {
      return BOTTOM - axis.share(dimension.values()[trial]) * (BOTTOM - TOP);
    }
  }

  Figure figure() {
    return new Figure(title(), text(), Charts.WIDTH, HEIGHT, this::paint);
  }

  private String title() {
    int best = trials.best();
    return trials.size()
        + (trials.size() == 1 ? " trial" : " trials")
        + "; the lowest "
        + trials.loss()
        + " is "
        + Reading.of(trials.losses()[best]);
  }

  private String subtitle() {
    int count = trials.dimensions().size();
    return "Each line is a trial: the darker, the lower its "
        + trials.loss()
        + "; the best in orange"
        + (count > MOST ? "; the first " + MOST + " of " + count + " axes" : "");
  }

  private List<Scale> scales() {
    List<Scale> scales = new ArrayList<>();
    trials.dimensions().stream().limit(MOST).forEach(d -> scales.add(scale(d)));
    scales.add(scale(new Trials.Dimension(trials.loss(), trials.losses(), List.of())));
    return scales;
  }

  private static Scale scale(Trials.Dimension dimension) {
    double low = Arrays.stream(dimension.values()).min().orElse(0);
    double high = Arrays.stream(dimension.values()).max().orElse(1);
    if (!(low < high)) {
      low -= 0.5;
      high += 0.5;
    }
    Axis linear = Axis.linear(dimension.name(), low, high);
    boolean wide = dimension.categories().isEmpty() && low > 0 && high > 100 * low;
    return new Scale(dimension, wide ? evener(dimension.values(), linear) : linear);
  }

  /** Logarithmic where that puts the median nearer the middle: a rate near 0 is no reason. */
  private static Axis evener(double[] values, Axis linear) {
    Axis log = new Axis(linear.label(), linear.low(), linear.high(), true, false);
    double median = Arrays.stream(values).sorted().toArray()[values.length / 2];
    return Math.abs(log.share(median) - 0.5) < Math.abs(linear.share(median) - 0.5) ? log : linear;
  }

  private String text() {
    StringBuilder text = new StringBuilder(title()).append('\n').append(subtitle()).append('\n');
    int best = trials.best();
    for (Scale scale : scales()) {
      text.append("  ").append(scale.dimension().name()).append(": ");
      text.append(label(scale, scale.axis().low())).append(" … ");
      text.append(label(scale, scale.axis().high())).append("; of the best ");
      text.append(label(scale, scale.dimension().values()[best])).append('\n');
    }
    return text.toString();
  }

  private static String label(Scale scale, double value) {
    List<String> categories = scale.dimension().categories();
    return categories.isEmpty() ? Reading.of(value) : categories.get((int) value);
  }

  private void paint(Graphics2D g) {
    PanelPainter.head(g, title(), subtitle(), Lettering.TITLE, Charts.WIDTH);
    List<Scale> scales = scales();
    double step = (Charts.WIDTH - 2 * SIDE) / (scales.size() - 1);
    int best = trials.best();
    int[] order =
        IntStream.range(0, trials.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -trials.losses()[i]))
            .mapToInt(i -> i)
            .toArray(); // the best on top
    g.setStroke(new BasicStroke(1.2f));
    for (int i = 0; i < order.length; i++) {
      double share = order.length == 1 ? 1 : (double) i / (order.length - 1);
      line(g, scales, step, order[i], blend(share * share));
    }
    for (int a = 0; a < scales.size(); a++) {
      axis(g, scales.get(a), SIDE + a * step, step - GAP);
    }
    g.setStroke(new BasicStroke(2.6f));
    line(g, scales, step, best, Palette.VERMILION);
    for (int a = 0; a < scales.size(); a++) {
      double y = scales.get(a).height(best);
      g.fill(new Ellipse2D.Double(SIDE + a * step - 4, y - 4, 8, 8));
    }
  }

  private static void line(Graphics2D g, List<Scale> scales, double step, int trial, Color color) {
    Path2D path = new Path2D.Double();
    path.moveTo(SIDE, scales.get(0).height(trial));
    for (int a = 1; a < scales.size(); a++) {
      path.lineTo(SIDE + a * step, scales.get(a).height(trial));
    }
    g.setColor(color);
    g.draw(path);
  }

  /** An axis with its name above, its ends, and its categories beside it. */
  private static void axis(Graphics2D g, Scale scale, double x, double room) {
    g.setColor(Palette.TEXT);
    g.setStroke(new BasicStroke(1f));
    g.draw(new Line2D.Double(x, TOP, x, BOTTOM));
    double half = Math.min(room, 2 * (SIDE - PanelPainter.MARGIN));
    List<String> lines = lines(scale.dimension().name(), half);
    for (int i = 0; i < lines.size(); i++) {
      centered(g, lines.get(i), true, x, TOP - 26 - 15 * (lines.size() - 1 - i), half);
    }
    centered(g, label(scale, scale.axis().high()), false, x, TOP - 8, half);
    centered(g, label(scale, scale.axis().low()), false, x, BOTTOM + 18, half);
    int count = scale.dimension().categories().size();
    if (count > 2 && (BOTTOM - TOP) / (count - 1) > LETTERS) {
      for (int c = 1; c < count - 1; c++) {
        double y = BOTTOM - scale.axis().share(c) * (BOTTOM - TOP) + 4;
        String name =
            Lettering.fit(scale.dimension().categories().get(c), Lettering.SMALL, room - 10);
        Lettering.draw(g, name, Lettering.SMALL, Palette.TEXT, x + 6, y);
      }
    }
  }

  /** A name in one line, or broken in two where words meet: names often differ at their ends. */
  private static List<String> lines(String name, double room) {
    int middle = name.length() / 2;
    return Lettering.width(name, Lettering.BOLD) <= room
        ? List.of(name)
        : IntStream.range(1, name.length())
            .filter(i -> "_ -.".indexOf(name.charAt(i - 1)) >= 0)
            .boxed()
            .min(Comparator.comparingInt(i -> Math.abs(i - middle)))
            .map(i -> List.of(name.substring(0, i).strip(), name.substring(i)))
            .orElse(List.of(name));
  }

  private static void centered(
      Graphics2D g, String text, boolean name, double x, double y, double room) {
    Font font = name ? Lettering.BOLD : Lettering.SMALL;
    String fitted = Lettering.fit(text, font, room);
    Color color = name ? Palette.TITLE : Palette.TEXT;
    Lettering.draw(g, fitted, font, color, x - Lettering.width(fitted, font) / 2, y);
  }

  private static Color blend(double share) {
    return new Color(
        (int) Math.round(HIGH.getRed() + share * (LOW.getRed() - HIGH.getRed())),
        (int) Math.round(HIGH.getGreen() + share * (LOW.getGreen() - HIGH.getGreen())),
        (int) Math.round(HIGH.getBlue() + share * (LOW.getBlue() - HIGH.getBlue())));
  }
}

package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.Font;
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
 * The stronger a line, the lower its loss; the best is marked.
 *
 * @param trials the trials
 */
record ParallelCoordinates(Trials trials) implements Drawing {
  private static final int HEIGHT = 460;
  private static final int LEAST_HEIGHT = 340;
  private static final double TOP = 112;
  private static final double FOOT = 36;
  private static final double SIDE = 74;

  /** The least distance between two axes. */
  private static final double LEAST_STEP = 68;

  private static final double GAP = 8;

  /** The least distance between the names of two categories. */
  private static final double LETTERS = 15;

  /** One axis: a thing that was varied, or the loss. */
  private record Scale(Trials.Dimension dimension, Axis axis) {
    double share(int trial) {
      return axis.share(dimension.values()[trial]);
    }
  }

  /** Where the axes are. */
  private record Frame(double top, double bottom, double step) {
    double x(int axis) {
      return SIDE + axis * step;
    }

    double y(double share) {
      return bottom - share * (bottom - top);
    }
  }

  Figure figure() {
    return new Figure(title(), text(), this);
  }

  @Override
  public int height(int width, boolean paper) {
    int height = Math.max(LEAST_HEIGHT, Math.min(HEIGHT, width));
    return height + head(width).extra(width, paper);
  }

  private Head head(int width) {
    return new Head(title(), subtitle(width));
  }

  /** How many things that were varied have room for an axis. */
  private static int most(int width) {
    return Math.max(1, (int) ((width - 2 * SIDE) / LEAST_STEP));
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

  private String subtitle(int width) {
    int count = trials.dimensions().size();
    int most = most(width);
    return "Each line is a trial: the stronger, the lower its "
        + trials.loss()
        + "; the best in orange"
        + (count > most ? "; the first " + most + " of " + count + " axes" : "");
  }

  private List<Scale> scales(int width) {
    List<Scale> scales = new ArrayList<>();
    trials.dimensions().stream().limit(most(width)).forEach(d -> scales.add(scale(d)));
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
    StringBuilder text =
        new StringBuilder(title()).append('\n').append(subtitle(Charts.WIDTH)).append('\n');
    int best = trials.best();
    for (Scale scale : scales(Charts.WIDTH)) {
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

  @Override
  public void paint(Canvas canvas, int width) {
    head(width).paint(canvas, width);
    List<Scale> scales = scales(width);
    Frame frame =
        new Frame(
            TOP + head(width).extra(width, canvas.paper()),
            height(width, canvas.paper()) - FOOT,
            (width - 2 * SIDE) / (scales.size() - 1));
    int[] order = order();
    for (int i = 0; i < order.length; i++) {
      canvas.draw(line(frame, scales, order[i]), color(i, order.length), 1.2);
    }
    for (int a = 0; a < scales.size(); a++) {
      axis(canvas, frame, scales.get(a), frame.x(a));
    }
    int best = trials.best();
    canvas.draw(line(frame, scales, best), Palette.VERMILION, 2.6);
    for (int a = 0; a < scales.size(); a++) {
      double y = frame.y(scales.get(a).share(best));
      canvas.fill(new Ellipse2D.Double(frame.x(a) - 4, y - 4, 8, 8), Palette.VERMILION);
    }
  }

  /** The trials, the best last: on top. */
  private int[] order() {
    return IntStream.range(0, trials.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -trials.losses()[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  private static Color color(int rank, int count) {
    double share = count == 1 ? 1 : (double) rank / (count - 1);
    return new Mixture(Palette.FAINT, Palette.DEEP, 0.12 + 0.88 * share * share);
  }

  private static Path2D line(Frame frame, List<Scale> scales, int trial) {
    Path2D path = new Path2D.Double();
    path.moveTo(frame.x(0), frame.y(scales.get(0).share(trial)));
    for (int a = 1; a < scales.size(); a++) {
      path.lineTo(frame.x(a), frame.y(scales.get(a).share(trial)));
    }
    return path;
  }

  /** An axis with its name above, its ends, and its categories beside it. */
  private static void axis(Canvas canvas, Frame frame, Scale scale, double x) {
    canvas.draw(new Line2D.Double(x, frame.top(), x, frame.bottom()), Palette.TEXT, 1);
    double room = frame.step() - GAP;
    double half = Math.min(room, 2 * (SIDE - PanelPainter.MARGIN));
    List<String> lines = lines(scale.dimension().name(), half);
    for (int i = 0; i < lines.size(); i++) {
      double y = frame.top() - 26 - 15 * (lines.size() - 1 - i);
      centered(canvas, lines.get(i), true, x, y, half);
    }
    centered(canvas, label(scale, scale.axis().high()), false, x, frame.top() - 8, half);
    centered(canvas, label(scale, scale.axis().low()), false, x, frame.bottom() + 18, half);
    int count = scale.dimension().categories().size();
    if (count > 2 && (frame.bottom() - frame.top()) / (count - 1) > LETTERS) {
      for (int c = 1; c < count - 1; c++) {
        String name =
            Lettering.shorten(scale.dimension().categories().get(c), Lettering.SMALL, room - 10);
        double y = frame.y(scale.axis().share(c)) + 4;
        canvas.text(name, Lettering.SMALL, Palette.TEXT, x + 6, y);
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
      Canvas canvas, String text, boolean name, double x, double y, double room) {
    Font font = name ? Lettering.BOLD : Lettering.SMALL;
    Color color = name ? Palette.TITLE : Palette.TEXT;
    canvas.centered(Lettering.shorten(text, font, room), font, color, x, y);
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    List<Scale> scales = scales(Integer.MAX_VALUE);
    return vega.parallel(
        scales.stream().map(s -> s.dimension().name()).toList(),
        trials.size(),
        trials.best(),
        (axis, trial) -> scales.get(axis).share(trial),
        (axis, trial) -> label(scales.get(axis), scales.get(axis).dimension().values()[trial]));
  }
}

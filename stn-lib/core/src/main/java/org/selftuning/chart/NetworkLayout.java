package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.selftuning.layer.Branches;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.model.Caption;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Shape;

/**
 * Where the parts of a network lie: a box for each layer, from the top down, in as many columns as
 * make the picture low and its boxes wide enough for their words.
 */
final class NetworkLayout {
  private static final double SPINE = 20;
  private static final double GAP = 12;
  private static final double GUTTER = 30;
  private static final double TURN = 9;
  private static final double WIDEST = 400;
  private static final double COMFORTABLE = 1.3;
  private static final double NARROWEST = 176;
  private static final int MOST_COLUMNS = 4;
  private static final int MOST_LAYERS = 600;
  private static final double LOW = 330;
  private static final double NEARLY = 1.1;

  private final ModelSpec model;
  private final List<String> hyperparameters;
  private int drawn;
  private final List<DiagramPart> parts = new ArrayList<>();

  /**
   * The parts of a model.
   *
   * @throws IllegalArgumentException if they are more than a picture can show
   */
  NetworkLayout(ModelSpec model) {
    this.model = model;
    hyperparameters = model.space().means().names();
    parts.add(end(new Caption("input", List.of()), shape(model.input())));
    parts.addAll(parts("", model.layers(), model.input()));
    parts.add(end(Caption.of(model.loss()), ""));
  }

  /** The picture for this width. */
  Diagram diagram(double width) {
    double narrowest = parts.stream().mapToDouble(DiagramPart::narrowest).max().orElseThrow();
    List<Columns> choice = new ArrayList<>();
    for (int n = 1; n <= MOST_COLUMNS; n++) {
      double each = (width - (n - 1) * GUTTER) / n;
      each = Math.min(each, Math.max(WIDEST, COMFORTABLE * narrowest));
      if (n == 1 || each >= Math.max(narrowest, NARROWEST)) {
        choice.add(Columns.of(parts, n, each));
      }
    }
    double lowest = choice.stream().mapToDouble(Columns::height).min().orElseThrow();
    return choice.stream()
        .filter(columns -> columns.height() <= Math.max(LOW, NEARLY * lowest))
        .findFirst()
        .orElseThrow()
        .diagram();
  }

  private List<DiagramPart> parts(String within, List<Layer> layers, Shape input) {
    List<DiagramPart> parts = new ArrayList<>();
    Shape before = input;
    drawn += layers.size();
    if (drawn > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "a picture shows "
              + MOST_LAYERS
              + " layers at most, and this model has more; write alike ones as a repeat");
    }
    for (Layer layer : layers) {
      parts.add(part(within + (parts.size() + 1), layer, before));
      before = layer.output(before);
    }
    return parts;
  }

  private DiagramPart part(String number, Layer layer, Shape input) {
    String name = model.names().getOrDefault(number, "");
    if (layer instanceof Repeat repeat) {
      String label = (name + " × " + repeat.times()).strip();
      return new Framed(label, new Chain(parts(number + ".", repeat.layers(), input)));
    } else if (layer instanceof Residual residual) {
      return new Bypassed(name, new Chain(parts(number + ".", residual.layers(), input)));
    } else if (layer instanceof Branches branches) {
      boolean plus = branches.join() == Branches.Join.ADD;
      String joined = (plus ? "" : "concatenated: ") + shape(branches.output(input));
      List<Chain> paths = new ArrayList<>();
      for (int i = 0; i < branches.paths().size(); i++) {
        String on = number + "." + (i + 1) + ".";
        paths.add(new Chain(parts(on, branches.paths().get(i), input)));
      }
      return new Parallel(paths, plus, name.isEmpty() ? joined : name + ", " + joined);
    }
    boolean responds = model.tunes() && layer.responds(input);
    Caption caption = Caption.of(layer);
    return new LayerBox(
        name.isEmpty() ? caption : new Caption(name + ": " + caption.word(), caption.arguments()),
        shape(layer.output(input)),
        responds ? LayerBox.Look.RESPONDING : LayerBox.Look.PLAIN,
        hyperparameters);
  }

  static String shape(Shape shape) {
    return Arrays.stream(shape.dims()).mapToObj(Integer::toString).collect(Collectors.joining("×"));
  }

  /** The input or the loss. */
  private DiagramPart end(Caption caption, String shape) {
    return new LayerBox(caption, shape, LayerBox.Look.END, hyperparameters);
  }

  /** Parts in columns; a line leads from the foot of each to the head of the next. */
  private record Columns(List<List<DiagramPart>> columns, double width, double height) {
    static Columns of(List<DiagramPart> parts, int most, double width) {
      double[] heights = parts.stream().mapToDouble(part -> part.height(width)).toArray();
      double limit = Arrays.stream(heights).max().orElseThrow();
      List<Integer> starts = starts(heights, limit);
      while (starts.size() > most) {
        limit += GAP / 2;
        starts = starts(heights, limit);
      }
      List<List<DiagramPart>> columns = new ArrayList<>();
      double highest = 0;
      for (int i = 0; i < starts.size(); i++) {
        int end = i + 1 < starts.size() ? starts.get(i + 1) : parts.size();
        double gaps = GAP * (end - starts.get(i) - 1);
        double height = gaps + Arrays.stream(heights, starts.get(i), end).sum();
        highest = Math.max(highest, height);
        columns.add(parts.subList(starts.get(i), end));
      }
      return new Columns(columns, width, highest + 2 * (columns.size() > 1 ? TURN : 0));
    }

    /** The first part of each column, where none may be higher than this. */
    private static List<Integer> starts(double[] heights, double limit) {
      List<Integer> starts = new ArrayList<>(List.of(0));
      double height = -GAP;
      for (int i = 0; i < heights.length; i++) {
        height += GAP + heights[i];
        if (height > limit && starts.get(starts.size() - 1) < i) {
          starts.add(i);
          height = heights[i];
        }
      }
      return starts;
    }

    Diagram diagram() {
      List<Diagram.Mark> marks = new ArrayList<>();
      double top = columns.size() > 1 ? TURN : 0;
      for (int i = 0; i < columns.size(); i++) {
        double x = i * (width + GUTTER);
        double spine = x + SPINE;
        Chain chain = new Chain(columns.get(i));
        chain.place(x, top, width, spine, marks);
        if (i + 1 < columns.size()) {
          double foot = top + chain.height(width);
          double gutter = x + width + GUTTER / 2;
          double next = spine + width + GUTTER;
          marks.add(
              Diagram.Route.of(
                  columns.get(i + 1).get(0).boxed(),
                  spine,
                  foot,
                  spine,
                  foot + TURN,
                  gutter,
                  foot + TURN,
                  gutter,
                  0.0,
                  next,
                  0.0,
                  next,
                  top));
        }
      }
      return new Diagram(height, marks);
    }
  }

  /** Parts one after another. */
  private record Chain(List<DiagramPart> parts) implements DiagramPart {
    @Override
    public boolean boxed() {
      return !parts.isEmpty() && parts.get(0).boxed();
    }

    @Override
    public double narrowest() {
      return parts.stream().mapToDouble(DiagramPart::narrowest).max().orElse(SPINE * 2);
    }

    @Override
    public double height(double width) {
      double gaps = GAP * Math.max(0, parts.size() - 1);
      return gaps + parts.stream().mapToDouble(part -> part.height(width)).sum();
    }

    @Override
    public void place(double x, double y, double width, double spine, List<Diagram.Mark> onto) {
      double at = y;
      for (int i = 0; i < parts.size(); i++) {
        if (i > 0) {
          onto.add(Diagram.Route.of(parts.get(i).boxed(), spine, at, spine, at + GAP));
          at += GAP;
        }
        parts.get(i).place(x, at, width, spine, onto);
        at += parts.get(i).height(width);
      }
    }
  }

  /** Parts in a frame that says how often they are repeated. */
  private record Framed(String label, Chain chain) implements DiagramPart {
    private static final double SIDE = 8;
    private static final double HEAD = 20;

    @Override
    public boolean boxed() {
      return true;
    }

    @Override
    public double narrowest() {
      return chain.narrowest() + 2 * SIDE;
    }

    @Override
    public double height(double width) {
      return HEAD + chain.height(width - 2 * SIDE) + SIDE;
    }

    @Override
    public void place(double x, double y, double width, double spine, List<Diagram.Mark> onto) {
      double inner = width - 2 * SIDE;
      double foot = y + HEAD + chain.height(inner);
      onto.add(new Diagram.Box(x, y, width, height(width), Palette.GROUND, Palette.TRAIN, false));
      double left = x + width - SIDE - Lettering.width(label, Lettering.BOLD);
      onto.add(new Diagram.Text(label, Lettering.BOLD, Palette.TITLE, left, y + 15));
      onto.add(Diagram.Route.of(chain.boxed(), spine, y, spine, y + HEAD));
      chain.place(x + SIDE, y + HEAD, inner, spine, onto);
      onto.add(Diagram.Route.of(false, spine, foot, spine, foot + SIDE));
    }
  }

  /** Parts and a line around them, which is added to what they make. */
  private record Bypassed(String name, Chain chain) implements DiagramPart {
    private static final double HEAD = 16;
    private static final double FORK = 4;
    private static final double FOOT = GAP + 2 * Diagram.SIGN;
    private static final double ASIDE = 20;
    private static final double LINE = 16;

    @Override
    public boolean boxed() {
      return false;
    }

    @Override
    public double narrowest() {
      return chain.narrowest() + ASIDE;
    }

    @Override
    public double height(double width) {
      double line = name.isEmpty() ? 0 : LINE;
      return HEAD + chain.height(width - ASIDE) + FOOT + line;
    }

    @Override
    public void place(double x, double y, double width, double spine, List<Diagram.Mark> onto) {
      double right = x + width - ASIDE / 3;
      double foot = y + HEAD + chain.height(width - ASIDE);
      double middle = foot + GAP + Diagram.SIGN;
      onto.add(Diagram.Route.of(chain.boxed(), spine, y, spine, y + HEAD));
      onto.add(
          Diagram.Route.of(
              true, spine, y + FORK, right, y + FORK, right, middle, spine + Diagram.SIGN, middle));
      chain.place(x, y + HEAD, width - ASIDE, spine, onto);
      onto.add(Diagram.Route.of(true, spine, foot, spine, foot + GAP));
      onto.add(new Diagram.Sign(spine, middle, true));
      if (!name.isEmpty()) {
        double under = middle + Diagram.SIGN;
        onto.add(Diagram.Route.of(false, spine, under, spine, under + LINE));
        onto.add(beneath(name, spine, under + LINE, x + width));
      }
    }
  }

  /** What is said of paths under the sign that joins them. */
  private static Diagram.Text beneath(String text, double spine, double y, double right) {
    String fit = Lettering.shorten(text, Lettering.SMALL, right - spine - GAP);
    return new Diagram.Text(fit, Lettering.SMALL, Palette.TEXT, spine + GAP, y - 2);
  }

  /** Paths beside each other. */
  private record Parallel(List<Chain> paths, boolean plus, String made) implements DiagramPart {
    private static final double HEAD = 18;
    private static final double FORK = 5;
    private static final double BETWEEN = 12;
    private static final double LINE = 16;

    @Override
    public boolean boxed() {
      return false;
    }

    @Override
    public double narrowest() {
      return paths.stream().mapToDouble(Chain::narrowest).sum() + (paths.size() - 1) * BETWEEN;
    }

    /** What the paths have beside each other: what they need, and of the rest a share each. */
    private double[] widths(double width) {
      double room = width - (paths.size() - 1) * BETWEEN;
      double sum = paths.stream().mapToDouble(Chain::narrowest).sum();
      return paths.stream().mapToDouble(path -> room * path.narrowest() / sum).toArray();
    }

    private double body(double width) {
      double[] widths = widths(width);
      double highest = 0;
      for (int i = 0; i < widths.length; i++) {
        highest = Math.max(highest, paths.get(i).height(widths[i]));
      }
      return highest;
    }

    @Override
    public double height(double width) {
      return HEAD + body(width) + GAP + 2 * Diagram.SIGN + LINE;
    }

    @Override
    public void place(double x, double y, double width, double spine, List<Diagram.Mark> onto) {
      double[] widths = widths(width);
      double foot = y + HEAD + body(width);
      double middle = foot + GAP + Diagram.SIGN;
      double left = x;
      for (int i = 0; i < widths.length; i++) {
        Chain path = paths.get(i);
        double own = i == 0 ? spine : left + Math.min(SPINE, widths[i] / 2);
        double end = y + HEAD + path.height(widths[i]);
        List<Double> in = new ArrayList<>(List.of(spine, y));
        if (i > 0) {
          in.addAll(List.of(spine, y + FORK, own, y + FORK));
        }
        in.addAll(List.of(own, y + HEAD));
        onto.add(new Diagram.Route(in, path.boxed()));
        path.place(left, y + HEAD, widths[i], own, onto);
        onto.add(
            i == 0
                ? Diagram.Route.of(true, own, end, own, foot + GAP)
                : Diagram.Route.of(true, own, end, own, middle, spine + Diagram.SIGN, middle));
        left += widths[i] + BETWEEN;
      }
      onto.add(new Diagram.Sign(spine, middle, plus));
      double under = middle + Diagram.SIGN;
      onto.add(Diagram.Route.of(false, spine, under, spine, under + LINE));
      onto.add(beneath(made, spine, under + LINE, x + width));
    }
  }
}

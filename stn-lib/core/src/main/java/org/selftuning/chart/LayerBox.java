package org.selftuning.chart;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import org.selftuning.model.Caption;

/** A layer as a box: its word, its arguments, and the shape of what it makes. */
final class LayerBox implements DiagramPart {
  private static final double LEAST = 100;
  private static final double SIDE = 9;
  private static final double LINE = 16;
  private static final double ABOVE = 4;
  private static final double ASCENT = 12;
  private static final double SPACE = 10;
  private static final double ROOM_FOR_DOT = 2 * Diagram.DOT + 4;
  private static final Font SMALL = Lettering.SMALL;

  private final Phrase word;
  private final Phrase shape;
  private final List<Piece> pieces = new ArrayList<>();
  private final Look look;

  /**
   * How a box is drawn.
   *
   * @param bar whether its left edge is a bar
   */
  record Look(Color fill, Color edge, boolean bar) {
    static final Look PLAIN = new Look(Palette.GROUND, Palette.TRAIN, false);
    static final Look RESPONDING = new Look(Palette.FAINT, Palette.TRAIN, true);
    static final Look END = new Look(Palette.PALE, Palette.PALE, false);
  }

  /** A text whose width is known. */
  private record Phrase(String text, Font font, double width) {
    static Phrase of(String text, Font font) {
      return new Phrase(text, font, Lettering.width(text, font));
    }

    Phrase within(double room) {
      return width <= room ? this : of(Lettering.shorten(text, font, room), font);
    }

    Diagram.Text at(double x, double y, Color color) {
      return new Diagram.Text(text, font, color, x, y);
    }
  }

  /** An argument: what it is, perhaps a dot, and its value. */
  private record Piece(Phrase name, int series, Phrase value) {
    double width() {
      return before() + dot() + value.width;
    }

    double before() {
      return name.width == 0 ? 0 : name.width + SPACE / 2;
    }

    double dot() {
      return series < 0 ? 0 : ROOM_FOR_DOT;
    }

    /** Cut where it is wider than a whole line. */
    Piece within(double room) {
      if (width() <= room) {
        return this;
      }
      String both = (name.text + " " + value.text).strip();
      Phrase cut = Phrase.of(both, SMALL).within(room - dot());
      return new Piece(Phrase.of("", SMALL), series, cut);
    }
  }

  /**
   * A box.
   *
   * @param hyperparameters their names: each has a color of its own
   */
  LayerBox(Caption caption, String shape, Look look, List<String> hyperparameters) {
    word = Phrase.of(caption.word(), Lettering.BOLD);
    this.shape = Phrase.of(shape, SMALL);
    this.look = look;
    for (Caption.Argument argument : caption.arguments()) {
      int series = argument.tuned() ? hyperparameters.indexOf(argument.value()) : -1;
      boolean alike =
          argument.tuned() && argument.name().replace('-', '_').equals(argument.value());
      Phrase name = Phrase.of(alike ? "" : argument.name(), SMALL);
      pieces.add(new Piece(name, series, Phrase.of(argument.value(), SMALL)));
    }
  }

  /** Whether the shape is beside the word. */
  private boolean beside(double room) {
    return word.width + SPACE + shape.width <= room;
  }

  /** Pieces on lines: those on the first are beside the word. */
  private List<List<Piece>> lines(double room) {
    List<List<Piece>> lines = new ArrayList<>(List.of(new ArrayList<>()));
    double used = Math.min(room, word.width);
    double limit = beside(room) && shape.width > 0 ? room - shape.width - SPACE : room;
    for (Piece whole : pieces) {
      Piece piece = whole.within(room);
      if (used + SPACE + piece.width() > limit) {
        lines.add(new ArrayList<>());
        used = -SPACE;
        limit = room;
      }
      used += SPACE + piece.width();
      lines.get(lines.size() - 1).add(piece);
    }
    return lines;
  }

  /** Whether the shape is neither beside the word nor behind the last argument. */
  private boolean onItsOwn(double room, List<List<Piece>> lines) {
    List<Piece> last = lines.get(lines.size() - 1);
    double used = last.stream().mapToDouble(piece -> piece.width() + SPACE).sum();
    return !beside(room) && (lines.size() == 1 || used + shape.width > room);
  }

  @Override
  public boolean boxed() {
    return true;
  }

  @Override
  public double narrowest() {
    return Math.max(LEAST, 2 * SIDE + Math.max(word.width, shape.width));
  }

  @Override
  public double height(double width) {
    double room = width - 2 * SIDE;
    List<List<Piece>> lines = lines(room);
    return 2 * ABOVE + LINE * (lines.size() + (onItsOwn(room, lines) ? 1 : 0));
  }

  @Override
  public void place(double x, double y, double width, double spine, List<Diagram.Mark> onto) {
    double room = width - 2 * SIDE;
    onto.add(new Diagram.Box(x, y, width, height(width), look.fill(), look.edge(), look.bar()));
    double left = x + SIDE;
    double baseline = y + ABOVE + ASCENT;
    Phrase first = word.within(room);
    onto.add(first.at(left, baseline, Palette.TITLE));
    double at = left + first.width + SPACE;
    List<List<Piece>> lines = lines(room);
    for (List<Piece> line : lines) {
      for (Piece piece : line) {
        place(piece, at, baseline, onto);
        at += piece.width() + SPACE;
      }
      at = left;
      baseline += LINE;
    }
    if (shape.width > 0) {
      Phrase made = shape.within(room);
      double under = onItsOwn(room, lines) ? baseline : baseline - LINE;
      double last = beside(room) ? y + ABOVE + ASCENT : under;
      onto.add(made.at(x + width - SIDE - made.width, last, Palette.TEXT));
    }
  }

  private static void place(Piece piece, double x, double baseline, List<Diagram.Mark> onto) {
    double at = x;
    if (piece.name.width > 0) {
      onto.add(piece.name.at(at, baseline, Palette.TEXT));
      at += piece.before();
    }
    if (piece.series >= 0) {
      onto.add(new Diagram.Dot(at + Diagram.DOT, baseline - Diagram.DOT, piece.series));
      at += ROOM_FOR_DOT;
    }
    onto.add(piece.value.at(at, baseline, Palette.TITLE));
  }
}

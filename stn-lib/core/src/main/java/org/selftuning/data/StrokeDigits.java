package org.selftuning.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.selftuning.tensor.Shape;

/**
 * A generated image set that needs no download: the ten digits written by an unsteady pen, 28 × 28
 * × 1. Each example draws one of a digit's common forms, moves its points, bends them by a smooth
 * random field, turns, slants, stretches and shifts the whole, and writes it with a pen of random
 * width and brightness onto an uneven, noisy ground with a few stray marks.
 *
 * <p>Example i of seed s depends on (s, i) alone, so a larger set begins with the smaller one. Its
 * class is i mod 10. The same bytes come out on every machine.
 *
 * <p>The strengths are chosen so that a network without regularization clearly overfits 2,000
 * examples, while people read nearly all of them.
 */
public final class StrokeDigits {
  /** Height and width of an image in pixels. */
  public static final int SIDE = 28;

  private static final Shape SHAPE = Shape.of(SIDE, SIDE, 1);
  private static final List<String> NAMES =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private static final double JITTER = 0.02; // of a point, in glyph heights
  private static final double BEND = 0.06; // amplitude of a wave of the smooth field
  private static final int WAVES = 3;
  private static final double ROTATION = Math.toRadians(12);
  private static final double SLANT = 0.22;
  private static final double HEIGHT = 19; // pixels, on average
  private static final double SHIFT = 1.3; // pixels
  private static final int CHUNK = 250;

  private StrokeDigits() {}

  /**
   * Returns examples 0 … n − 1 of {@code seed}, made on all cores.
   *
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  public static Dataset generate(int n, long seed) {
    if (n < 1) {
      throw new IllegalArgumentException("stroke digits: " + n + " examples; ask for 1 or more");
    }
    byte[] pixels = new byte[Math.multiplyExact(n, SHAPE.size())];
    byte[] labels = new byte[n];
    IntStream.range(0, (n + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              Pen pen = new Pen(SIDE);
              for (int i = chunk * CHUNK; i < Math.min(n, (chunk + 1) * CHUNK); i++) {
                labels[i] = (byte) (i % NAMES.size());
                draw(pen, i % NAMES.size(), Seeds.stream(seed, i), pixels, i * SHAPE.size());
              }
            });
    return new ImageSet("stroke digits", SHAPE, pixels, labels, NAMES);
  }

  /**
   * Returns a split with these numbers of examples, cut one after the other from the examples of
   * {@code seed}.
   */
  public static Split split(int train, int validation, int test, long seed) {
    Dataset all = generate(Math.addExact(Math.addExact(train, validation), test), seed);
    return new Split(
        range(all, 0, train),
        range(all, train, train + validation),
        range(all, train + validation, all.size()));
  }

  private static Dataset range(Dataset all, int from, int to) {
    return all.subset(IntStream.range(from, to).toArray());
  }

  private static void draw(Pen pen, int digit, SplittableRandom random, byte[] pixels, int offset) {
    pen.clear();
    List<List<Glyphs.Stroke>> forms = Glyphs.forms(digit);
    Handwriting hand = new Handwriting(random);
    double brightness = random.nextDouble(0.55, 1);
    double radius = random.nextDouble(0.8, 1.7);
    for (Glyphs.Stroke stroke : forms.get(random.nextInt(forms.size()))) {
      double[] points = jittered(stroke.points(), random);
      double[] path = stroke.smooth() ? Pen.smooth(points) : points;
      hand.write(path);
      pen.stroke(
          path,
          radius * random.nextDouble(0.75, 1.25),
          radius * random.nextDouble(0.75, 1.25),
          brightness);
    }
    strayMarks(pen, random, brightness);
    develop(pen.ink(), random, pixels, offset);
  }

  private static double[] jittered(double[] points, SplittableRandom random) {
    double[] moved = points.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += JITTER * gaussian(random);
    }
    return moved;
  }

  /** Up to three short strokes anywhere, no brighter than the digit. */
  private static void strayMarks(Pen pen, SplittableRandom random, double brightness) {
    for (int marks = random.nextInt(4); marks > 0; marks--) {
      double x = random.nextDouble(SIDE);
      double y = random.nextDouble(SIDE);
      double length = random.nextDouble(1, 7);
      double angle = random.nextDouble(2 * Math.PI);
      double radius = random.nextDouble(0.4, 1);
      double[] mark = {
        x, y, x + length * StrictMath.cos(angle), y + length * StrictMath.sin(angle)
      };
      pen.stroke(mark, radius, radius, brightness * random.nextDouble(0.4, 0.9));
    }
  }

  /** Puts the ink on a tilted ground, adds noise, and rounds to bytes. */
  private static void develop(float[] ink, SplittableRandom random, byte[] pixels, int offset) {
    double ground = random.nextDouble(0, 0.15);
    double tiltX = random.nextDouble(-0.1, 0.1);
    double tiltY = random.nextDouble(-0.1, 0.1);
    double noise = random.nextDouble(0.02, 0.14);
    for (int i = 0; i < ink.length; i++) {
      double u = (double) (i % SIDE) / SIDE - 0.5;
      double v = (double) Math.floorDiv(i, SIDE) / SIDE - 0.5;
      double under = Math.max(0, ground + tiltX * u + tiltY * v);
      double value = ink[i] + (1 - ink[i]) * under + noise * gaussian(random);
      pixels[offset + i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
  }

  /** A standard normal number, near enough: the sum of four uniform ones, cut off at ±3.5. */
  private static double gaussian(SplittableRandom random) {
    double sum =
        random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble();
    return (sum - 2) * Math.sqrt(3);
  }

  /** How one person's hand deforms a glyph, from the unit square to pixels. */
  private static final class Handwriting {
    private final double[] waves = new double[WAVES * 5];
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double centerX;
    private final double centerY;

    Handwriting(SplittableRandom random) {
      for (int w = 0; w < waves.length; w += 5) {
        waves[w] = random.nextDouble(1, 6); // angular frequency along x
        waves[w + 1] = random.nextDouble(1, 6); // and y
        waves[w + 2] = random.nextDouble(2 * Math.PI); // phase
        waves[w + 3] = BEND * gaussian(random); // amplitude along x
        waves[w + 4] = BEND * gaussian(random); // and y
      }
      double angle = random.nextDouble(-ROTATION, ROTATION);
      double slant = random.nextDouble(-SLANT, SLANT);
      double height = HEIGHT * random.nextDouble(0.85, 1.1);
      double width = height * random.nextDouble(0.6, 0.95);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      xx = cos * width;
      xy = (-sin + cos * slant) * height;
      yx = sin * width;
      yy = (cos + sin * slant) * height;
      double middle = (SIDE - 1) / 2.0;
      centerX = middle + random.nextDouble(-SHIFT, SHIFT);
      centerY = middle + random.nextDouble(-SHIFT, SHIFT);
    }

    /** Moves points x₀, y₀, x₁, y₁, … from the unit square to where the hand writes them. */
    void write(double[] points) {
      for (int i = 0; i < points.length; i += 2) {
        double x = points[i] - 0.5;
        double y = points[i + 1] - 0.5;
        double bentX = x;
        double bentY = y;
        for (int w = 0; w < waves.length; w += 5) {
          double wave = StrictMath.sin(waves[w] * x + waves[w + 1] * y + waves[w + 2]);
          bentX += waves[w + 3] * wave;
          bentY += waves[w + 4] * wave;
        }
        points[i] = centerX + xx * bentX + xy * bentY;
        points[i + 1] = centerY + yx * bentX + yy * bentY;
      }
    }
  }
}

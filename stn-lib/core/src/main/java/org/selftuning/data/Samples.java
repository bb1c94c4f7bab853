package org.selftuning.data;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.selftuning.tensor.Shape;

/** Pictures of what a data set holds. */
public final class Samples {
  private static final int COLUMNS = 10;
  private static final int GAP = 4;
  private static final int CAPTION = 20;
  private static final int LEAST_SIDE = 56;
  private static final int CAPTIONED_SIDE = 84;
  private static final int SHEET_WIDTH = 900;
  private static final int FONT_SIZE = 12;
  private static final int LEAST_FONT_SIZE = 8;
  private static final Color INK = new Color(0x33, 0x33, 0x33);

  private Samples() {}

  /**
   * Draws a contact sheet: a column for each class with its name above and its first examples
   * below; after ten classes a new band begins. Standardized images are scaled back to the range
   * from their darkest to their brightest pixel.
   *
   * @param images of shape [height, width, 1 or 3], for classification
   * @param rows examples a class
   * @throws IllegalArgumentException if the data set does not hold such images
   */
  public static BufferedImage sheet(Dataset images, int rows) {
    Shape shape = images.shape();
    if (!(images.target() instanceof Target.Classes classes)
        || shape.rank() != 3
        || (shape.dim(2) != 1 && shape.dim(2) != 3)) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s' (%s) holds no images with classes; there is no picture of it",
              images.name(), shape));
    }
    if (rows < 1) {
      throw new IllegalArgumentException("a contact sheet of " + rows + " rows; ask for 1 or more");
    }
    float[][][] found = firstOfEach(images, classes.count(), rows);
    int zoom = Math.max(1, (LEAST_SIDE + shape.dim(1) - 1) / shape.dim(1));
    int tileWidth = zoom * shape.dim(1) + GAP;
    int tileHeight = zoom * shape.dim(0) + GAP;
    int columns = Math.min(COLUMNS, classes.count());
    int bands = (classes.count() + columns - 1) / columns;
    int bandHeight = CAPTION + rows * tileHeight;
    BufferedImage sheet =
        new BufferedImage(
            columns * tileWidth + GAP, bands * bandHeight + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      g.setColor(INK);
      g.setFont(font(g, classes.names(), tileWidth - GAP));
      float[] levels = levels(found);
      for (int c = 0; c < classes.count(); c++) {
        int left = GAP + c % columns * tileWidth;
        int top = GAP + c / columns * bandHeight;
        caption(g, classes.names().get(c), left, top, tileWidth - GAP);
        for (int row = 0; row < rows && found[c][row] != null; row++) {
          BufferedImage tile = tile(found[c][row], shape, levels[0], levels[1]);
          int y = top + CAPTION + row * tileHeight;
          g.drawImage(tile, left, y, tileWidth - GAP, tileHeight - GAP, null);
        }
      }
    } finally {
      g.dispose();
    }
    return sheet;
  }

  /**
   * Draws all of some images, one after another, each with a caption of two lines below it.
   *
   * @param images of shape [height, width, 1 or 3]
   * @param captions two lines for each
   * @throws IllegalArgumentException if the data set does not hold such images
   */
  public static BufferedImage captioned(Dataset images, List<List<String>> captions) {
    Shape shape = images.shape();
    if (shape.rank() != 3 || (shape.dim(2) != 1 && shape.dim(2) != 3)) {
      throw new IllegalArgumentException(
          "data set '" + images.name() + "' (" + shape + ") holds no images");
    }
    float[][][] all = new float[1][images.size()][shape.size()];
    for (int i = 0; i < images.size(); i++) {
      images.read(i, all[0][i], 0, new float[images.target().width()], 0);
    }
    int zoom = Math.max(1, (CAPTIONED_SIDE + shape.dim(1) - 1) / shape.dim(1));
    int tileWidth = zoom * shape.dim(1) + 2 * GAP;
    int tileHeight = zoom * shape.dim(0) + 2 * CAPTION + GAP;
    int columns = Math.min(images.size(), Math.max(1, SHEET_WIDTH / tileWidth));
    int rows = (images.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(columns * tileWidth, rows * tileHeight, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      g.setColor(INK);
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
      float[] levels = levels(all);
      for (int i = 0; i < images.size(); i++) {
        int left = i % columns * tileWidth;
        int top = i / columns * tileHeight;
        BufferedImage tile = tile(all[0][i], shape, levels[0], levels[1]);
        int height = zoom * shape.dim(0);
        g.drawImage(tile, left + GAP, top + GAP, tileWidth - 2 * GAP, height, null);
        for (int line = 0; line < captions.get(i).size(); line++) {
          int y = top + height + line * (CAPTION - 4) + 2;
          caption(g, captions.get(i).get(line), left + 1, y, tileWidth - 2);
        }
      }
    } finally {
      g.dispose();
    }
    return sheet;
  }

  /** Returns the first {@code rows} examples of each class; null where there are fewer. */
  private static float[][][] firstOfEach(Dataset images, int classes, int rows) {
    float[][][] found = new float[classes][rows][];
    int[] count = new int[classes];
    int wanted = classes * rows;
    float[] x = new float[images.shape().size()];
    float[] y = new float[1];
    for (int i = 0; i < images.size() && wanted > 0; i++) {
      images.read(i, x, 0, y, 0);
      int c = (int) y[0];
      if (count[c] < rows) {
        found[c][count[c]++] = x.clone();
        wanted--;
      }
    }
    return found;
  }

  /** Returns what is to be black and white: 0 and 1, unless pixels lie outside. */
  private static float[] levels(float[][][] found) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float[] image : Arrays.stream(found).flatMap(Arrays::stream).toList()) {
      for (int i = 0; image != null && i < image.length; i++) {
        low = Math.min(low, image[i]);
        high = Math.max(high, image[i]);
      }
    }
    return low >= 0 && high <= 1 ? new float[] {0, 1} : new float[] {low, high};
  }

  private static BufferedImage tile(float[] x, Shape shape, float low, float high) {
    int channels = shape.dim(2);
    BufferedImage tile = new BufferedImage(shape.dim(1), shape.dim(0), BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < x.length / channels; p++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        float value = x[p * channels + Math.min(c, channels - 1)];
        rgb = rgb << 8 | Math.round(255 * (value - low) / (high - low));
      }
      tile.setRGB(p % shape.dim(1), p / shape.dim(1), rgb);
    }
    return tile;
  }

  /** Returns the largest letters in which every name fits, down to the smallest legible. */
  private static Font font(Graphics2D g, List<String> names, int width) {
    for (int size = FONT_SIZE; ; size--) {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, size);
      FontMetrics metrics = g.getFontMetrics(font);
      if (size == LEAST_FONT_SIZE
          || names.stream().allMatch(name -> metrics.stringWidth(name) <= width)) {
        return font;
      }
    }
  }

  /** Writes a name in the middle, and as much of it as there is room for. */
  private static void caption(Graphics2D g, String name, int left, int top, int width) {
    FontMetrics metrics = g.getFontMetrics();
    String shown = name;
    while (metrics.stringWidth(shown) > width && shown.length() > 2) {
      shown = shown.substring(0, shown.length() - 2) + "…";
    }
    g.drawString(shown, left + (width - metrics.stringWidth(shown)) / 2, top + CAPTION - 7);
  }
}

package org.selftuning.data;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Objects;
import org.selftuning.tensor.Shape;

/**
 * How images of any size, color or gray, become arrays of one shape. What is transparent is laid on
 * white; gray is 0.299 red + 0.587 green + 0.114 blue.
 *
 * @param height of the arrays, in pixels
 * @param width of the arrays, in pixels
 * @param channels 1 for gray, 3 for red, green and blue
 * @param fit what becomes of other sizes
 */
public record ImageFormat(int height, int width, int channels, Fit fit) {
  private static final int LARGEST = 4096;

  /** What becomes of images of another size. */
  public enum Fit {
    /** They are stretched. */
    RESIZE,
    /** They are scaled until they cover the array, and cut at the center. */
    CENTER,
    /**
     * They are scaled until they cover 8/7 of the array, and cut at the center; in the training
     * part at a place that is drawn again in each epoch.
     */
    RANDOM
  }

  /** Checks the size. */
  public ImageFormat {
    Objects.requireNonNull(fit);
    if (height < 1 || width < 1 || height > LARGEST || width > LARGEST) {
      throw new IllegalArgumentException(
          String.format("images of %d × %d pixels; choose 1 to %d", height, width, LARGEST));
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "images have 1 channel (gray) or 3 (color), not " + channels);
    }
  }

  /** Arrays of this shape, [height, width, channels], of images that are stretched. */
  static ImageFormat of(Shape shape) {
    return new ImageFormat(shape.dim(0), shape.dim(1), shape.dim(2), Fit.RESIZE);
  }

  /** The shape of an array. */
  public Shape shape() {
    return Shape.of(height, width, channels);
  }

  /** The height that is kept of an image, from which a random crop is cut. */
  int keptHeight() {
    return fit == Fit.RANDOM ? (8 * height + 6) / 7 : height;
  }

  /** The width that is kept of an image. */
  int keptWidth() {
    return fit == Fit.RANDOM ? (8 * width + 6) / 7 : width;
  }

  /** The bytes that are kept of an image. */
  int keptBytes() {
    return keptHeight() * keptWidth() * channels;
  }

  /** Returns what is kept of an image: [kept height, kept width, channels] bytes. */
  byte[] bytes(BufferedImage image) {
    BufferedImage fitted = fitted(rgb(image));
    byte[] bytes = new byte[keptBytes()];
    int[] row = new int[keptWidth()];
    int at = 0;
    for (int y = 0; y < keptHeight(); y++) {
      fitted.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int pixel : row) {
        int r = pixel >> 16 & 0xff;
        int g = pixel >> 8 & 0xff;
        int b = pixel & 0xff;
        if (channels == 1) {
          bytes[at++] = (byte) ((299 * r + 587 * g + 114 * b + 500) / 1000);
        } else {
          bytes[at++] = (byte) r;
          bytes[at++] = (byte) g;
          bytes[at++] = (byte) b;
        }
      }
    }
    return bytes;
  }

  private BufferedImage fitted(BufferedImage image) {
    double x = (double) keptWidth() / image.getWidth();
    double y = (double) keptHeight() / image.getHeight();
    if (fit == Fit.RESIZE) {
      return scaled(image, keptWidth(), keptHeight());
    }
    double cover = Math.max(x, y);
    BufferedImage scaled =
        scaled(
            image,
            Math.max(keptWidth(), (int) Math.round(cover * image.getWidth())),
            Math.max(keptHeight(), (int) Math.round(cover * image.getHeight())));
    return scaled.getSubimage(
        (scaled.getWidth() - keptWidth()) / 2,
        (scaled.getHeight() - keptHeight()) / 2,
        keptWidth(),
        keptHeight());
  }

  /** Halves an image while it is more than twice too large, so that every pixel of it counts. */
  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    BufferedImage scaled = image;
    while (scaled.getWidth() != width || scaled.getHeight() != height) {
      scaled =
          drawn(
              scaled,
              Math.max(width, (scaled.getWidth() + 1) / 2),
              Math.max(height, (scaled.getHeight() + 1) / 2));
    }
    return scaled;
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = drawn.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      g.drawImage(image, 0, 0, width, height, Color.WHITE, null);
    } finally {
      g.dispose();
    }
    return drawn;
  }

  private static BufferedImage rgb(BufferedImage image) {
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      return gray(image);
    }
    return image.getType() == BufferedImage.TYPE_INT_RGB
        ? image
        : drawn(image, image.getWidth(), image.getHeight());
  }

  /** Levels as they are in the file: Java's own conversion takes gray for linear light. */
  private static BufferedImage gray(BufferedImage image) {
    Raster raster = image.getRaster();
    int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
    boolean alpha = image.getColorModel().hasAlpha() && raster.getNumBands() > 1;
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int level = (255 * raster.getSample(x, y, 0) + most / 2) / most;
        if (alpha) {
          int opaque = (255 * raster.getSample(x, y, 1) + most / 2) / most;
          level = (level * opaque + 255 * (255 - opaque) + 127) / 255;
        }
        rgb.setRGB(x, y, level << 16 | level << 8 | level);
      }
    }
    return rgb;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("height", height);
    json.addProperty("width", width);
    json.addProperty("channels", channels);
    json.addProperty("fit", fit.name());
    return json;
  }

  static ImageFormat of(JsonFields json) {
    return new ImageFormat(
        json.integer("height"),
        json.integer("width"),
        json.integer("channels"),
        json.oneOf("fit", Fit.class));
  }
}

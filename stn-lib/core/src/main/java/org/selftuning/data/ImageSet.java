package org.selftuning.data;

import java.util.List;
import java.util.Objects;
import org.selftuning.tensor.Shape;

/**
 * Images with class labels, kept as the bytes they come in: 60,000 images of 28 × 28 take 47 MB. A
 * pixel byte 0 … 255 is read as 0 … 1.
 */
public final class ImageSet implements Dataset {
  private static final float[] LEVEL = levels();

  private final String name;
  private final Shape shape;
  private final Target.Classes target;
  private final byte[] pixels;
  private final byte[] labels;

  /**
   * Keeps the arrays without a copy.
   *
   * @param name what people call it
   * @param shape [height, width, channels] of one image
   * @param pixels [n, height, width, channels], unsigned
   * @param labels [n], unsigned; each less than the number of classes
   * @param classes the names of the classes
   * @throws IllegalArgumentException if lengths do not fit or a label names no class
   */
  public ImageSet(String name, Shape shape, byte[] pixels, byte[] labels, List<String> classes) {
    this.name = Objects.requireNonNull(name);
    this.shape = shape;
    this.target = new Target.Classes(classes);
    this.pixels = pixels;
    this.labels = labels;
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(
          "data set '" + name + "': an image is height × width × channels, not " + shape);
    }
    if (labels.length < 1 || pixels.length != (long) labels.length * shape.size()) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s': %d pixels do not make %d images of %s",
              name, pixels.length, labels.length, shape));
    }
    for (int i = 0; i < labels.length; i++) {
      if (Byte.toUnsignedInt(labels[i]) >= target.count()) {
        throw new IllegalArgumentException(
            String.format(
                "data set '%s': image %d has label %d; labels are 0 … %d",
                name, i, Byte.toUnsignedInt(labels[i]), target.count() - 1));
      }
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Target.Classes target() {
    return target;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void read(int index, float[] x, int xOffset, float[] y, int yOffset) {
    Objects.checkIndex(index, size());
    int length = shape.size();
    int from = index * length;
    for (int i = 0; i < length; i++) {
      x[xOffset + i] = LEVEL[pixels[from + i] & 0xff];
    }
    readTarget(index, y, yOffset);
  }

  @Override
  public void readTarget(int index, float[] y, int yOffset) {
    y[yOffset] = Byte.toUnsignedInt(labels[index]);
  }

  private static float[] levels() {
    float[] levels = new float[256];
    for (int i = 0; i < 256; i++) {
      levels[i] = i / 255f;
    }
    return levels;
  }

  @Override
  public String toString() {
    return name + " (" + size() + " images of " + shape + ")";
  }
}

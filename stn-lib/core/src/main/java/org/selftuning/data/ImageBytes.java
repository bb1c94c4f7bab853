package org.selftuning.data;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.selftuning.tensor.Shape;

/**
 * Images as the bytes that are kept of them, in memory or in a mapped file.
 *
 * @param name what people call it
 * @param format what was kept
 * @param segments the bytes, of whole images each
 * @param perSegment images of a segment
 * @param labels [n] the class of each; −1 where it is not known
 * @param files [n] what each was read from; empty if they come from no files
 * @param preparation what was done to the files
 * @param crops the seed from which crops are drawn; empty if they are cut at the center
 */
@SuppressWarnings("ArrayRecordComponent") // an identity, not a value: nobody compares data sets
record ImageBytes(
    String name,
    ImageFormat format,
    List<ByteBuffer> segments,
    int perSegment,
    int[] labels,
    List<String> files,
    Preparation preparation,
    OptionalLong crops)
    implements Dataset {
  private static final float[] LEVEL = levels();

  /** Images in memory, without known classes; {@code files} may be empty. */
  static ImageBytes of(
      String name,
      ImageFormat format,
      List<BufferedImage> images,
      List<String> files,
      Outputs outputs) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("there are no images to prepare");
    }
    List<ByteBuffer> each =
        images.stream().map(image -> ByteBuffer.wrap(format.bytes(image))).toList();
    int[] labels = new int[images.size()];
    Arrays.fill(labels, -1);
    Preparation preparation = new Preparation(new ImageInputs(format), outputs);
    return new ImageBytes(name, format, each, 1, labels, files, preparation, OptionalLong.empty());
  }

  /** Returns the same images with crops that are drawn from a seed. */
  ImageBytes cropped(long seed) {
    return new ImageBytes(
        name, format, segments, perSegment, labels, files, preparation, OptionalLong.of(seed));
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape shape() {
    return format.shape();
  }

  @Override
  public Target target() {
    return preparation.outputs().target();
  }

  @Override
  public boolean named() {
    return !files.isEmpty();
  }

  @Override
  public String exampleName(int index) {
    return named() ? files.get(index) : Dataset.super.exampleName(index);
  }

  @Override
  public boolean varies() {
    return crops.isPresent() && format.fit() == ImageFormat.Fit.RANDOM;
  }

  @Override
  public void read(int index, float[] x, int xOffset, float[] y, int yOffset) {
    int top = (format.keptHeight() - format.height()) / 2;
    int left = (format.keptWidth() - format.width()) / 2;
    crop(index, top, left, x, xOffset);
    readTarget(index, y, yOffset);
  }

  @Override
  public void read(long epoch, int index, float[] x, int xOffset, float[] y, int yOffset) {
    if (!varies()) {
      read(index, x, xOffset, y, yOffset);
      return;
    }
    SplittableRandom place = Seeds.stream(crops.getAsLong() + epoch * 0x9e3779b97f4a7c15L, index);
    int top = place.nextInt(format.keptHeight() - format.height() + 1);
    int left = place.nextInt(format.keptWidth() - format.width() + 1);
    crop(index, top, left, x, xOffset);
    readTarget(index, y, yOffset);
  }

  private void crop(int index, int top, int left, float[] x, int xOffset) {
    ByteBuffer pixels = segments.get(index / perSegment);
    int row = format.width() * format.channels();
    int keptRow = format.keptWidth() * format.channels();
    int from = index % perSegment * format.keptBytes() + top * keptRow + left * format.channels();
    byte[] bytes = new byte[row]; // a mapped buffer checks every access, so it is read row by row
    int at = xOffset;
    for (int i = 0; i < format.height(); i++, from += keptRow) {
      pixels.get(from, bytes);
      for (byte pixel : bytes) {
        x[at++] = LEVEL[pixel & 0xff];
      }
    }
  }

  @Override
  public void readTarget(int index, float[] y, int yOffset) {
    Arrays.fill(
        y, yOffset, yOffset + target().width(), labels[index] < 0 ? Float.NaN : labels[index]);
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
    return name + " (" + size() + " images of " + shape() + ")";
  }
}

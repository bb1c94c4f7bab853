package org.selftuning.tensor;

/**
 * A square window that slides over an image: the geometry of a convolution or a pooling. Images are
 * [height, width, channels]; the window takes {@link #positions} places, of which place (i, j)
 * covers the pixels (i·stride + u − padding, j·stride + v − padding) for u, v in 0 … size − 1.
 * Pixels outside the image are zeros; rows and columns at the far end that no whole window reaches
 * are left out.
 *
 * @param height of the image, at least 1
 * @param width of the image, at least 1
 * @param channels of the image, at least 1
 * @param size the window's height and width, at most the image's with its padding
 * @param stride pixels from one place to the next, at least 1
 * @param padding zeros on each side of the image, 0 … size − 1
 */
public record Window(int height, int width, int channels, int size, int stride, int padding) {

  /** Checks that the window fits the image. */
  public Window {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "an image of " + height + " × " + width + " × " + channels + " has no pixels");
    }
    if (size < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "size and stride must be at least 1, not " + size + " and " + stride);
    }
    if (padding < 0 || padding >= size) {
      throw new IllegalArgumentException(
          "padding must lie in 0 … " + (size - 1) + " (the size less 1), not " + padding);
    }
    if (size > Math.min(height, width) + 2 * padding) {
      throw new IllegalArgumentException(
          "a size of %d × %d is larger than the image of %d × %d with its padding of %d"
              .formatted(size, size, height, width, padding));
    }
    if (stride > Math.min(height, width)) {
      throw new IllegalArgumentException(
          "a stride of %d does not fit an image of %d × %d".formatted(stride, height, width));
    }
  }

  /** Places from top to bottom. */
  public int outHeight() {
    return (height + 2 * padding - size) / stride + 1;
  }

  /** Places from left to right. */
  public int outWidth() {
    return (width + 2 * padding - size) / stride + 1;
  }

  /** The number P of places. */
  public int positions() {
    return outHeight() * outWidth();
  }

  /** The number K of values in a window: size · size · channels. */
  public int values() {
    return size * size * channels;
  }

  /** The number of values in an image: height · width · channels. */
  public int imageSize() {
    return height * width * channels;
  }
}

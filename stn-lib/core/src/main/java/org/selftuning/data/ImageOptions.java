package org.selftuning.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a folder of images becomes a {@link Split}.
 *
 * @param size [height, width] of the arrays; that of the images if it is left open and they agree
 * @param gray whether they are gray; as the images are if it is left open
 * @param fit what becomes of images of another size
 * @param skipBroken whether files that cannot be decoded are left out; they are refused else
 * @param cache the folder that takes the decoded images
 * @param split how the images are cut into parts, where no folders do
 */
public record ImageOptions(
    Optional<Size> size,
    Optional<Boolean> gray,
    ImageFormat.Fit fit,
    boolean skipBroken,
    Path cache,
    SplitOptions split) {

  /**
   * A size in pixels.
   *
   * @param height in pixels
   * @param width in pixels
   */
  public record Size(int height, int width) {
    @Override
    public String toString() {
      return height + " × " + width;
    }
  }

  /** Checks that nothing is null. */
  public ImageOptions {
    Objects.requireNonNull(size);
    Objects.requireNonNull(gray);
    Objects.requireNonNull(fit);
    Objects.requireNonNull(cache);
    Objects.requireNonNull(split);
  }

  /** The size and color of the images; stretched if need be; cached beside fetched data sets. */
  public static ImageOptions standard() {
    return new ImageOptions(
        Optional.empty(),
        Optional.empty(),
        ImageFormat.Fit.RESIZE,
        false,
        DataFolder.standard().store().resolve("cache"),
        SplitOptions.standard());
  }

  /** Returns these options for arrays of this size. */
  public ImageOptions size(int height, int width) {
    return new ImageOptions(
        Optional.of(new Size(height, width)), gray, fit, skipBroken, cache, split);
  }

  /** Returns these options for arrays that are gray, or that are colored. */
  public ImageOptions gray(boolean gray) {
    return new ImageOptions(size, Optional.of(gray), fit, skipBroken, cache, split);
  }

  /** Returns these options with another way to fit images into arrays. */
  public ImageOptions fit(ImageFormat.Fit fit) {
    return new ImageOptions(size, gray, fit, skipBroken, cache, split);
  }

  /** Returns these options with broken files left out. */
  public ImageOptions skippingBroken() {
    return new ImageOptions(size, gray, fit, true, cache, split);
  }

  /** Returns these options with another folder for the decoded images. */
  public ImageOptions cache(Path cache) {
    return new ImageOptions(size, gray, fit, skipBroken, cache, split);
  }

  /** Returns these options with the images cut in another way. */
  public ImageOptions split(SplitOptions split) {
    return new ImageOptions(size, gray, fit, skipBroken, cache, split);
  }
}

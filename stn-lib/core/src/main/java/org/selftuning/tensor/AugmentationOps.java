package org.selftuning.tensor;

/**
 * What an engine does to a minibatch on its way into the network: the part of {@link Ops} behind
 * augmentation. Every example has its own amounts; nothing here has a gradient.
 *
 * <p>Images are [B, H, W, C]. A strength is read from column {@code column} of a matrix [G, n]:
 * that of example b is in row {@code b % G}; one below 0 counts as 0.
 *
 * <p>What is drawn for an example depends on the stream and on the example's place in the minibatch
 * alone, so it is the same however an engine splits the work.
 */
public interface AugmentationOps {

  /**
   * amounts[b, to] ← a number drawn with the strength of example b; amounts [B, k]. Takes one word
   * of the stream an example.
   */
  void jitter(
      RandomStream stream, Jitter kind, Tensor strength, int column, Tensor amounts, int to);

  /** y[b, …] ← factor[b]·x[b, …]; factor [B, 1], x, y [B, …] (x may be y). */
  void scaleExamples(Tensor x, Tensor factor, Tensor y);

  /**
   * y[b, …] ← x[b, …] + s·ε with s the strength of example b and ε independent and normal; x, y [B,
   * …] (x may be y). A normal number is the quantile of (h + ½)/65536, where h is the next 16 bits
   * of the stream, the lower half of a word first; each example begins a new block.
   */
  void noise(RandomStream stream, Tensor strength, int column, Tensor x, Tensor y);

  /** y[b] ← x[b] with left and right exchanged where keep[b] is 0; keep [B, 1]. */
  void mirror(Tensor x, Tensor keep, Tensor y);

  /**
   * Changes the colors of RGB images in 0 … 1, in this order, cutting at 0 and 1 after each:
   *
   * <pre>
   *   brightness   x ← f·x
   *   contrast     x ← f·x + (1 − f)·(mean of the gray image)
   *   saturation   x ← f·x + (1 − f)·gray,   gray = 0.2989 R + 0.587 G + 0.114 B
   *   hue          turns the hue of HSV by h, a whole turn being 1
   * </pre>
   *
   * <p>A step whose amount changes nothing is left out.
   *
   * @param x [B, H, W, 3]
   * @param amounts [B, 4]: the factors f of brightness, contrast and saturation, and h
   * @param y [B, H, W, 3] (may be x)
   */
  void color(Tensor x, Tensor amounts, Tensor y);

  /**
   * Moves images by one affine map each: shear, zoom and rotation about the middle, then a shift.
   * Every pixel of y is looked up at its origin in x, between the four pixels around it; pixels
   * have their centers at halves. What comes from outside is 0, and a pixel that comes from the
   * edge fades by the share of its origin inside, as in torchvision.
   *
   * @param x [B, H, W, C]
   * @param motion [B, 6]: rotation, clockwise, in degrees; shear along x and along y in degrees;
   *     zoom, more than 1 enlarges; shift to the right and down as shares of width and height
   * @param y [B, H, W, C]
   */
  void warp(Tensor x, Tensor motion, Tensor y);

  /**
   * Sets squares to 0 (DeVries &amp; Taylor 2017): in each example as many as its number of holes
   * says, rounded down and at most {@code most}. A hole of length l around row i covers the rows
   * from floor(i − l/2) to below floor(i + l/2), and the columns likewise; what lies outside is cut
   * off. The centers are uniform over the pixels: row {@code (w·H) >> 32} and column {@code (w·W)
   * >> 32} for two unsigned words w; an example takes 2·most words and begins a new block.
   *
   * @param holes [G, n], the numbers of holes in column {@code holesColumn}
   * @param length [G, n], the lengths in pixels in column {@code lengthColumn}
   * @param x [B, H, W, C]
   * @param y [B, H, W, C] (may be x)
   */
  void cutout(
      RandomStream stream,
      Tensor holes,
      int holesColumn,
      int most,
      Tensor length,
      int lengthColumn,
      Tensor x,
      Tensor y);
}

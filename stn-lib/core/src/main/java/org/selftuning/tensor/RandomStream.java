package org.selftuning.tensor;

import java.nio.charset.StandardCharsets;

/**
 * A stream of random bits that is a pure function of (seed, purpose, position): Philox4x32 with ten
 * rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). Block b of a
 * stream is four 32-bit words that any engine computes alone, so the same seed gives the same
 * numbers however the work is split, and a run continues from a checkpoint by its position.
 */
public final class RandomStream {
  /** 32-bit words in a block. */
  public static final int BLOCK = 4;

  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long UNSIGNED = 0xFFFFFFFFL;

  private final int key0;
  private final int key1;
  private long position;

  /** The stream for one purpose (say "dropout") of a run with this seed, at its beginning. */
  public RandomStream(long seed, String purpose) {
    long key = seed;
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      key = (key ^ b) * 0x100000001B3L; // FNV-1a, then mixed below
    }
    key ^= key >>> 32;
    key *= 0xD6E8FEB86659FD93L;
    key ^= key >>> 32;
    this.key0 = (int) key;
    this.key1 = (int) (key >>> 32);
  }

  RandomStream(int key0, int key1, long position) {
    this.key0 = key0;
    this.key1 = key1;
    this.position = position;
  }

  /** The two words of the key, the first in the lower half: with the position it says all. */
  public long key() {
    return (long) key1 << 32 | (key0 & UNSIGNED);
  }

  /** The number of blocks drawn so far: what a checkpoint keeps. */
  public long position() {
    return position;
  }

  /** Goes to block {@code position}. */
  public void seek(long position) {
    this.position = position;
  }

  /** Takes the next {@code blocks} blocks and returns the position of the first. */
  public long take(long blocks) {
    long first = position;
    position += blocks;
    return first;
  }

  /** Fills {@code words} with the words of consecutive blocks from block {@code first} on. */
  public void words(long first, int[] words, int count) {
    for (int i = 0; i < count; i += BLOCK) {
      long block = first + i / BLOCK;
      int c0 = (int) block;
      int c1 = (int) (block >>> 32);
      int c2 = 0;
      int c3 = 0;
      int k0 = key0;
      int k1 = key1;
      for (int round = 0; round < 10; round++) {
        long p0 = (M0 & UNSIGNED) * (c0 & UNSIGNED);
        long p1 = (M1 & UNSIGNED) * (c2 & UNSIGNED);
        c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
        c1 = (int) p1;
        c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
        c3 = (int) p0;
        k0 += W0;
        k1 += W1;
      }
      words[i] = c0;
      words[i + 1] = c1;
      words[i + 2] = c2;
      words[i + 3] = c3;
    }
  }

  /**
   * Fills {@code values} with standard normal numbers (Box–Muller), taking them from this stream.
   */
  public void normals(float[] values) {
    normals(values, values.length);
  }

  /** Fills the first {@code count} of {@code values} with standard normal numbers. */
  public void normals(float[] values, int count) {
    int padded = (count + BLOCK - 1) / BLOCK * BLOCK;
    int[] words = new int[padded];
    words(take(padded / BLOCK), words, padded);
    for (int i = 0; i < count; i += 2) {
      double radius = Math.sqrt(-2 * Math.log(unit(words[i])));
      double angle = 2 * Math.PI * unit(words[i + 1]);
      values[i] = (float) (radius * Math.cos(angle));
      if (i + 1 < count) {
        values[i + 1] = (float) (radius * Math.sin(angle));
      }
    }
  }

  /** Fills {@code values} with numbers uniform in (low, high), taking them from this stream. */
  public void uniforms(float[] values, double low, double high) {
    int padded = (values.length + BLOCK - 1) / BLOCK * BLOCK;
    int[] words = new int[padded];
    words(take(padded / BLOCK), words, padded);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + (high - low) * unit(words[i]));
    }
  }

  /** Returns a word as a number in the open interval (0, 1). */
  public static double unit(int word) {
    return ((word & UNSIGNED) + 0.5) * 0x1p-32;
  }
}

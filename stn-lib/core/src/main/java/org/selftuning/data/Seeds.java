package org.selftuning.data;

import java.util.SplittableRandom;

/** Random streams that depend on a seed and a number alone. */
final class Seeds {
  private Seeds() {}

  /** Returns the stream {@code number} of {@code seed}; streams of different numbers differ. */
  static SplittableRandom stream(long seed, long number) {
    return new SplittableRandom(mix(mix(seed) + number));
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of z moves half of them. */
  private static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

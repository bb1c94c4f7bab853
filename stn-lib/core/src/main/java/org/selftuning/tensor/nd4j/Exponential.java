package org.selftuning.tensor.nd4j;

/**
 * eˣ and what is made of it, over arrays, to about one unit in the last place of a float. With k =
 * round(x / ln 2) and r = x − k·ln 2, eˣ = 2ᵏ·eʳ, and eʳ is a polynomial: loops that the JIT
 * compiler vectorises, several times as fast as a call of {@link Math#exp} an element.
 */
final class Exponential {
  /** Below and above, a float holds no more normal numbers. */
  private static final float LEAST = -87.3f;

  private static final float MOST = 88f;

  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts, the first with so few digits that k times it is exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding and subtracting it rounds a float to a whole number. */
  private static final float ROUNDING = 12582912f;

  private float[] powers = new float[0];

  /** x ← eˣ for the elements {@code from} (included) to {@code to} (excluded). */
  void exp(float[] x, int from, int to) {
    int n = to - from;
    if (powers.length < n) {
      powers = new float[Math.max(n, 2048)];
    }
    float[] k = powers;
    for (int i = 0; i < n; i++) {
      float v = Math.max(LEAST, Math.min(MOST, x[from + i]));
      float whole = v * LOG2_E + ROUNDING - ROUNDING;
      float r = v - whole * LN2_HIGH - whole * LN2_LOW;
      float p = 1f / 5040;
      p = p * r + 1f / 720;
      p = p * r + 1f / 120;
      p = p * r + 1f / 24;
      p = p * r + 1f / 6;
      p = p * r + 0.5f;
      p = p * r + 1;
      p = p * r + 1;
      k[i] = whole;
      x[from + i] = p;
    }
    for (int i = 0; i < n; i++) {
      x[from + i] *= Float.intBitsToFloat(((int) k[i] + 127) << 23); // 2ᵏ by its bits
    }
  }

  /** x ← 1/(1 + e⁻ˣ) for the elements {@code from} (included) to {@code to} (excluded). */
  void sigmoid(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = -x[i];
    }
    exp(x, from, to);
    for (int i = from; i < to; i++) {
      x[i] = 1 / (1 + x[i]);
    }
  }

  /** x ← tanh x = 2/(1 + e⁻²ˣ) − 1 for the elements {@code from} (included) to {@code to}. */
  void tanh(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = -2 * x[i];
    }
    exp(x, from, to);
    for (int i = from; i < to; i++) {
      x[i] = 2 / (1 + x[i]) - 1;
    }
  }
}

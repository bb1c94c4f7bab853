package org.selftuning.tensor.nd4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * eˣ and what is made of it, over arrays, to about one unit in the last place of a float. With k =
 * round(x / ln 2) and r = x − k·ln 2, eˣ = 2ᵏ·eʳ, and eʳ is a polynomial: loops that the JIT
 * compiler vectorizes. It does so only where a loop writes one array, at the places at which it
 * reads others, so each step is a loop of its own; and not where a float is taken as bits or made
 * of them, one by one, so whole lines change from one to the other in memory that has a view of
 * each kind. Six times as fast as one loop, on lines of a thousand elements; short ones gain
 * nothing.
 */
final class Exponential {
  /** Below and above, a float holds no more normal numbers. */
  private static final float LEAST = -87.3f;

  private static final float MOST = 88f;

  private static final float LOG2_E = 1.44269504f;

  private static final float SQRT_HALF = 0.70710678f;

  /** 1/√(2π), the greatest normal density. */
  private static final float DENSITY = 0.39894228f;

  /** ln 2 in two parts, the first with so few digits that k times it is exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding and subtracting it rounds a float to a whole number. */
  private static final float ROUNDING = 12582912f;

  /** Elements that are worked on at a time: they stay in the first cache. */
  static final int LINE = 1024;

  private final FloatBuffer asFloats;
  private final IntBuffer asBits;
  private final float[] bounded = new float[LINE];
  private final float[] power = new float[LINE];
  private final float[] polynomial = new float[LINE];
  private final int[] bits = new int[LINE];

  Exponential() {
    ByteBuffer memory =
        ByteBuffer.allocateDirect(Float.BYTES * LINE).order(ByteOrder.nativeOrder());
    asFloats = memory.asFloatBuffer();
    asBits = memory.asIntBuffer();
  }

  /** x ← eˣ for the elements {@code from} (included) to {@code to} (excluded). */
  void exp(float[] x, int from, int to) {
    for (int at = from; at < to; at += LINE) {
      line(x, at, Math.min(LINE, to - at));
    }
  }

  /**
   * x ← erf x for the first {@code n} elements, to 3·10⁻⁷ (Abramowitz &amp; Stegun 1964, 7.1.26).
   *
   * @param room of as many elements
   */
  void erf(float[] x, int n, float[] room) {
    for (int i = 0; i < n; i++) {
      room[i] = -x[i] * x[i];
    }
    exp(room, 0, n);
    erf(x, room, n);
  }

  private static void erf(float[] x, float[] power, int n) {
    for (int i = 0; i < n; i++) {
      float t = 1 / (1 + 0.3275911f * Math.abs(x[i]));
      float p = 1.061405429f;
      p = p * t - 1.453152027f;
      p = p * t + 1.421413741f;
      p = p * t - 0.284496736f;
      p = p * t + 0.254829592f;
      power[i] = 1 - p * t * power[i];
    }
    for (int i = 0; i < n; i++) {
      x[i] = Math.copySign(power[i], x[i]);
    }
  }

  /** x ← x·Φ(x) for the first {@code n} elements; the other arrays have room for as many. */
  void gelu(float[] x, int n, float[] erf, float[] power) {
    argument(x, erf, power, n);
    exp(power, 0, n);
    erf(erf, power, n);
    for (int i = 0; i < n; i++) {
      x[i] *= 0.5f + 0.5f * erf[i];
    }
  }

  /** x ← Φ(x) + x·φ(x) for the first {@code n} elements; the others have room for as many. */
  void geluSlope(float[] x, int n, float[] erf, float[] power, float[] density) {
    argument(x, erf, power, n);
    exp(power, 0, n);
    System.arraycopy(power, 0, density, 0, n);
    erf(erf, power, n);
    for (int i = 0; i < n; i++) {
      x[i] = 0.5f + 0.5f * erf[i] + x[i] * density[i] * DENSITY;
    }
  }

  /** y ← x/√2 and square ← −y². */
  private static void argument(float[] x, float[] y, float[] square, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * SQRT_HALF;
    }
    for (int i = 0; i < n; i++) {
      square[i] = -y[i] * y[i];
    }
  }

  private void line(float[] x, int at, int n) {
    System.arraycopy(x, at, polynomial, 0, n);
    bound(polynomial, bounded, n);
    round(bounded, power, n);
    polynomial(bounded, power, polynomial, n);
    // The last bits of a rounded number are those of k; a float's exponent begins at bit 23.
    asFloats.put(0, power, 0, n);
    asBits.get(0, bits, 0, n);
    for (int i = 0; i < n; i++) {
      bits[i] = (bits[i] << 23) + (127 << 23);
    }
    asBits.put(0, bits, 0, n);
    asFloats.get(0, power, 0, n);
    multiply(polynomial, power, n);
    System.arraycopy(polynomial, 0, x, at, n);
  }

  private static void bound(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(LEAST, Math.min(MOST, x[i]));
    }
  }

  private static void round(float[] x, float[] k, int n) {
    for (int i = 0; i < n; i++) {
      k[i] = x[i] * LOG2_E + ROUNDING;
    }
  }

  private static void polynomial(float[] x, float[] k, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float whole = k[i] - ROUNDING;
      float r = x[i] - whole * LN2_HIGH - whole * LN2_LOW;
      float p = 1f / 5040;
      p = p * r + 1f / 720;
      p = p * r + 1f / 120;
      p = p * r + 1f / 24;
      p = p * r + 1f / 6;
      p = p * r + 0.5f;
      p = p * r + 1;
      y[i] = p * r + 1;
    }
  }

  private static void multiply(float[] x, float[] factor, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= factor[i];
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

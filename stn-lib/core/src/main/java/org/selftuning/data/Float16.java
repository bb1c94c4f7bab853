package org.selftuning.data;

/** Numbers of 16 bits as files hold them. */
public final class Float16 {
  private Float16() {}

  /** The value of an IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
  public static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : exponent == 0x1f
                ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                : Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The value of a bfloat16: the upper half of a float. */
  public static float brain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}

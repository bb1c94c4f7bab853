package org.selftuning.tensor;

import java.util.Locale;

/**
 * How matrix products are computed. Weights, activations and sums are always 32-bit floats; the
 * operands of a product may be rounded on their way in.
 */
public enum Precision {
  /** As they are, and in the same order each time: the same run gives the same bits. */
  FP32,
  /** Rounded to 10 bits after the point, on the tensor cores of NVIDIA GPUs from Ampere on. */
  TF32,
  /** Rounded to 7 bits after the point (bfloat16), on the same tensor cores. */
  BF16;

  /**
   * Returns the one of this name: fp32, tf32 or bf16.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Precision named(String name) {
    for (Precision precision : values()) {
      if (precision.toString().equals(name)) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        "no precision is named '" + name + "'; there is fp32, tf32, bf16");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.selftuning.tensor.nd4j;

/** Changes of the colors of one image [pixels, 3] with values in 0 … 1, in place. */
final class Color {
  private static final float RED = 0.2989f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private Color() {}

  /** x ← factor·x. */
  static void brighten(float[] x, int size, float factor) {
    for (int i = 0; i < size; i++) {
      x[i] = Math.min(1, Math.max(0, factor * x[i]));
    }
  }

  /** x ← factor·x + (1 − factor)·mean of the gray image. */
  static void contrast(float[] x, int size, float factor) {
    float red = 0;
    float green = 0;
    float blue = 0;
    for (int i = 0; i < size; i += 3) {
      red += x[i];
      green += x[i + 1];
      blue += x[i + 2];
    }
    float offset = (1 - factor) * (RED * red + GREEN * green + BLUE * blue) / (size / 3);
    for (int i = 0; i < size; i++) {
      x[i] = Math.min(1, Math.max(0, factor * x[i] + offset));
    }
  }

  /** x ← factor·x + (1 − factor)·gray. */
  static void saturate(float[] x, int size, float factor) {
    for (int i = 0; i < size; i += 3) {
      float gray = (1 - factor) * (RED * x[i] + GREEN * x[i + 1] + BLUE * x[i + 2]);
      x[i] = Math.min(1, Math.max(0, factor * x[i] + gray));
      x[i + 1] = Math.min(1, Math.max(0, factor * x[i + 1] + gray));
      x[i + 2] = Math.min(1, Math.max(0, factor * x[i + 2] + gray));
    }
  }

  /** Turns the hue by {@code turns} of a whole circle; value and saturation of HSV stay. */
  static void turnHue(float[] x, int size, float turns) {
    float shift = (float) (6 * (turns - Math.floor(turns)));
    for (int i = 0; i < size; i += 3) {
      float r = x[i];
      float g = x[i + 1];
      float b = x[i + 2];
      float top = Math.max(r, Math.max(g, b));
      float span = top - Math.min(r, Math.min(g, b));
      if (span > 0) {
        // Sixths of the circle: red at 0, green at 2, blue at 4.
        float hue = top == r ? (g - b) / span : top == g ? 2 + (b - r) / span : 4 + (r - g) / span;
        hue = wrap(hue + shift);
        x[i] = channel(top, span, hue);
        x[i + 1] = channel(top, span, wrap(hue + 4));
        x[i + 2] = channel(top, span, wrap(hue + 2));
      }
    }
  }

  /** A number in −1 … 12 as one in 0 … 6 on the circle. */
  private static float wrap(float sixths) {
    return sixths < 0 ? sixths + 6 : sixths >= 6 ? sixths - 6 : sixths;
  }

  /** A channel at {@code away} sixths of the circle past its own place: full within one sixth. */
  private static float channel(float top, float span, float away) {
    float lack = Math.min(1, Math.max(0, Math.min(away - 1, 5 - away)));
    return Math.min(1, Math.max(0, top - span * lack));
  }
}

package org.selftuning.golden;

/** How the vectors' arrays are brought into the order of the library's. */
enum Order {
  /** They are in it. */
  AS_IS,
  /** Images [B, C, H, W] and filters [O, C, kh, kw] become [B, H, W, C] and [O, kh, kw, C]. */
  CHANNELS_LAST;

  float[] ours(float[] values, int[] dims) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[place(i, dims)] = values[i];
    }
    return result;
  }

  double[] ours(double[] values, int[] dims) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[place(i, dims)] = values[i];
    }
    return result;
  }

  /** Where element i of an array of these extents goes. */
  private int place(int i, int[] dims) {
    if (this == AS_IS) {
      return i;
    }
    int pixels = dims[2] * dims[3];
    int channel = i / pixels % dims[1];
    return (i / pixels / dims[1] * pixels + i % pixels) * dims[1] + channel;
  }
}

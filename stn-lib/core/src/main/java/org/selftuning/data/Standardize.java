package org.selftuning.data;

import java.util.Arrays;
import java.util.Optional;
import org.selftuning.tensor.Shape;

/**
 * Shifts and scales features to mean 0 and standard deviation 1: x ← (x − mean) / std, with a mean
 * and a std for each position of the last axis (a channel of an image, a column of a table).
 *
 * @param mean [channels]
 * @param std [channels]; positive
 */
@SuppressWarnings("ArrayRecordComponent") // two short vectors; compared by no one
public record Standardize(float[] mean, float[] std) {
  /** Below this a channel counts as constant and is not scaled. */
  private static final double CONSTANT = 1e-6;

  /** Checks lengths and signs. */
  public Standardize {
    if (mean.length != std.length) {
      throw new IllegalArgumentException(
          "standardize: " + mean.length + " means and " + std.length + " standard deviations");
    }
    for (float s : std) {
      if (!(s > 0)) {
        throw new IllegalArgumentException("standardize: a standard deviation of " + s);
      }
    }
  }

  /**
   * Returns the statistics of these examples, to be taken from the training part alone. A constant
   * channel keeps its scale.
   */
  public static Standardize of(Dataset train) {
    int channels = train.shape().dim(-1);
    int features = train.shape().size();
    float[] x = new float[features];
    float[] y = new float[train.target().width()];
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    // Deviations from the first example, so that large offsets do not cost digits.
    double[] origin = new double[channels];
    for (int i = 0; i < train.size(); i++) {
      train.read(i, x, 0, y, 0);
      for (int c = 0; i == 0 && c < channels; c++) {
        origin[c] = x[c];
      }
      for (int k = 0, c = 0; k < features; k++, c = c + 1 == channels ? 0 : c + 1) {
        double d = x[k] - origin[c];
        sum[c] += d;
        squares[c] += d * d;
      }
    }
    double n = (double) train.size() * features / channels;
    float[] mean = new float[channels];
    float[] std = new float[channels];
    for (int c = 0; c < channels; c++) {
      double m = sum[c] / n;
      double s = Math.sqrt(Math.max(0, squares[c] / n - m * m));
      mean[c] = (float) (origin[c] + m);
      std[c] = s > CONSTANT ? (float) s : 1;
    }
    return new Standardize(mean, std);
  }

  /**
   * Returns {@code dataset} with its features standardized; a view.
   *
   * @throws IllegalArgumentException if its last axis has another length
   */
  public Dataset apply(Dataset dataset) {
    if (dataset.shape().dim(-1) != mean.length) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s' (%s) cannot be standardized with the statistics of %d channels",
              dataset.name(), dataset.shape(), mean.length));
    }
    return new View(dataset, this);
  }

  @Override
  public String toString() {
    return "mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std);
  }

  private record View(Dataset raw, Standardize by) implements Dataset {
    @Override
    public int size() {
      return raw.size();
    }

    @Override
    public Shape shape() {
      return raw.shape();
    }

    @Override
    public Target target() {
      return raw.target();
    }

    @Override
    public String name() {
      return raw.name();
    }

    @Override
    public Optional<TableReport> report() {
      return raw.report();
    }

    @Override
    public Preparation preparation() {
      return raw.preparation().scaled(by);
    }

    @Override
    public boolean named() {
      return raw.named();
    }

    @Override
    public String exampleName(int index) {
      return raw.exampleName(index);
    }

    @Override
    public void read(int index, float[] x, int xOffset, float[] y, int yOffset) {
      raw.read(index, x, xOffset, y, yOffset);
      scale(x, xOffset);
    }

    @Override
    public boolean varies() {
      return raw.varies();
    }

    @Override
    public void read(long epoch, int index, float[] x, int xOffset, float[] y, int yOffset) {
      raw.read(epoch, index, x, xOffset, y, yOffset);
      scale(x, xOffset);
    }

    private void scale(float[] x, int xOffset) {
      int channels = by.mean.length;
      int end = xOffset + raw.shape().size();
      for (int k = xOffset; k < end; k += channels) {
        for (int c = 0; c < channels; c++) {
          x[k + c] = (x[k + c] - by.mean[c]) / by.std[c];
        }
      }
    }

    @Override
    public void readTarget(int index, float[] y, int yOffset) {
      raw.readTarget(index, y, yOffset);
    }

    @Override
    public String toString() {
      return raw + ", standardized";
    }
  }
}

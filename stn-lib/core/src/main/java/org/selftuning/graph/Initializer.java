package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.RandomStream;

/** How a parameter starts. */
public sealed interface Initializer {

  /** Uniform in (−bound, bound). */
  record Uniform(double bound) implements Initializer {}

  /** Normal with mean 0. */
  record Normal(double deviation) implements Initializer {}

  /** One number everywhere. */
  record Constant(double value) implements Initializer {}

  /** Equal parts one after another, each in its own way. */
  record Parts(List<Initializer> parts) implements Initializer {}

  /**
   * A matrix of rows that each keep one number of a row as it is, and rows that combine others.
   *
   * @param columns the matrix's columns
   * @param kept the column that each of the first rows keeps with 1
   * @param combined the columns over which each further row is N(0, 1); it is 0 elsewhere
   */
  record Combinations(int columns, List<Integer> kept, List<Integer> combined)
      implements Initializer {}

  /** Uniform in ±1/√fanIn, as is usual for linear and convolutional layers. */
  static Initializer fanIn(int fanIn) {
    return new Uniform(1 / Math.sqrt(fanIn));
  }

  /** Returns {@code size} starting values, drawn from {@code stream}. */
  default float[] draw(int size, RandomStream stream) {
    float[] values = new float[size];
    if (this instanceof Uniform uniform) {
      stream.uniforms(values, -uniform.bound(), uniform.bound());
    } else if (this instanceof Normal normal) {
      stream.normals(values);
      for (int i = 0; i < size; i++) {
        values[i] *= (float) normal.deviation();
      }
    } else if (this instanceof Constant constant) {
      java.util.Arrays.fill(values, (float) constant.value());
    } else if (this instanceof Parts parts) {
      int part = size / parts.parts().size();
      for (int i = 0; i < parts.parts().size(); i++) {
        System.arraycopy(parts.parts().get(i).draw(part, stream), 0, values, i * part, part);
      }
    } else if (this instanceof Combinations c) {
      for (int r = 0; r < c.kept().size(); r++) {
        values[r * c.columns() + c.kept().get(r)] = 1;
      }
      float[] drawn = new float[c.combined().size()];
      for (int from = c.kept().size() * c.columns(); from < size; from += c.columns()) {
        stream.normals(drawn);
        for (int i = 0; i < drawn.length; i++) {
          values[from + c.combined().get(i)] = drawn[i];
        }
      }
    }
    return values;
  }
}

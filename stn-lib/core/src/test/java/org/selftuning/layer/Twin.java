package org.selftuning.layer;

import java.util.Map;
import org.selftuning.tensor.Shape;

/**
 * A layer's forward pass in double precision, written from its formula alone: what {@link
 * LayerTest} holds the layer against.
 */
interface Twin {

  /** Returns the outputs of the whole minibatch, row-major. */
  double[] forward(Inputs in);

  /** What a mask of a layer's own random stream is. */
  interface Masks {
    /**
     * Returns the mask [rows, columns] that the layer drew in this pass from the stream of this
     * purpose, at this rate of example {@code (row / inner) % B}.
     */
    double[] mask(String purpose, Quantity rate, int inner, int rows, int columns);
  }

  /**
   * What goes in.
   *
   * @param mode what the pass is for
   * @param batch the number B of examples
   * @param shape the shape of one example's input
   * @param x the inputs [B, …]
   * @param z what enters the gates [B, n]
   * @param values the hyperparameters in their own units [B, n]
   * @param parameters the weights, by their name within the layer
   * @param masks the layer's random numbers
   */
  record Inputs(
      Pass.Mode mode,
      int batch,
      Shape shape,
      double[] x,
      double[][] z,
      double[] values,
      Map<String, double[]> parameters,
      Masks masks) {

    boolean training() {
      return mode == Pass.Mode.TRAIN;
    }

    double[] parameter(String name) {
      return parameters.get(name);
    }

    /** Returns the gates of an example: parameter {@code gate} [width, n] times z. */
    double[] gates(int example) {
      return gates("gate", example);
    }

    /** Returns the gates of an example that this parameter makes. */
    double[] gates(String name, int example) {
      double[] matrix = parameter(name);
      int n = z[example].length;
      double[] gates = new double[matrix.length / n];
      for (int i = 0; i < matrix.length; i++) {
        gates[i / n] += matrix[i] * z[example][i % n];
      }
      return gates;
    }
  }
}

package org.selftuning.graph;

import org.selftuning.tensor.Shape;

/**
 * A weight: plain, or one that responds to the hyperparameters (MacKay et al. 2019, equation 9),
 *
 * <pre>  elem + gates ⊙ hyper,        gates = z·Vᵀ </pre>
 *
 * <p>where a gate scales a row of a matrix [C, K], or an element of an array of any other rank.
 *
 * @param name its name within the network
 * @param shape its extents
 * @param initial how elem and hyper part start
 * @param elem the part that does not respond: all of it, in a plain weight. Where the weight
 *     responds and is no matrix, elem and hyper are vectors of its elements
 * @param hyper the part that does, of elem's shape; null in a plain weight
 * @param gateMatrix V [C, m]; or v [C], of a weight whose elements respond to one hyperparameter
 *     each; null in a plain weight
 * @param gates γ [G, C]; null in a plain weight
 * @param respondsTo what its elements respond to, if to one hyperparameter or vector alone; else
 *     null
 * @param both elem and hyper one after another, [2C, …], as they lie in memory; elem itself in a
 *     plain weight
 */
public record Weight(
    String name,
    Shape shape,
    Initializer initial,
    Node elem,
    Node hyper,
    Node gateMatrix,
    Node gates,
    String respondsTo,
    Node both) {

  /** Whether it responds. */
  public boolean responds() {
    return hyper != null;
  }

  /**
   * Its elements as they are for each example, [G, …], or […] where it is plain.
   *
   * @throws IllegalArgumentException if it is a matrix that responds: use it in a product
   */
  public Node value() {
    if (!responds()) {
      return elem;
    }
    if (shape.rank() == 2) {
      throw new IllegalArgumentException(
          "weight '"
              + name
              + "' is a matrix that responds; use it in a product, or give it a shape"
              + " of another rank");
    }
    return elem.plus(hyper.times(gates)).reshape(shape);
  }

  /** The product x·Wᵀ of rows x [B, K] and a matrix W [C, K]: [B, C]. */
  public Node product(Node x) {
    Node y = x.graph().product(x, elem);
    return responds() ? y.plus(x.graph().product(x, hyper).times(gates)) : y;
  }
}

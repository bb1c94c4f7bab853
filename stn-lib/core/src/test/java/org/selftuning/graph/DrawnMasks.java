package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.RandomStream;

/** The masks of a formula, for tests outside of this package. */
public final class DrawnMasks {
  private DrawnMasks() {}

  /**
   * A mask.
   *
   * @param column the hyperparameter that is its rate; negative where {@code rate} is
   */
  public record Mask(
      Node node, RandomStream stream, int column, double rate, int rows, int columns) {}

  /** The masks that a node needs. */
  public static List<Mask> of(Node y) {
    return Graph.order(List.of(y)).stream()
        .filter(n -> n.primitive() instanceof DropoutMask)
        .map(DrawnMasks::mask)
        .toList();
  }

  private static Mask mask(Node n) {
    DropoutMask mask = (DropoutMask) n.primitive();
    boolean fixed = n.input(0).primitive() instanceof Constant;
    double rate = fixed ? ((Constant) n.input(0).primitive()).value() : Double.NaN;
    int columns = n.shape().size();
    return new Mask(
        n, mask.stream(), fixed ? -1 : mask.column(), rate, n.extents().size() / columns, columns);
  }
}

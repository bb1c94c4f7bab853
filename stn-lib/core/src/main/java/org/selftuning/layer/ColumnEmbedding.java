package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;

/**
 * Puts a learned vector in the place of the one-hot columns that a column of categories has become
 * (Guo &amp; Berkhahn 2016): x = [a | one-hot | b] becomes
 *
 * <pre>  y = [a | E·one-hot | b] </pre>
 *
 * <p>Input [D], output [D − categories + units]. The vectors start at N(0, 0.1²). In the gated
 * layer they respond to the hyperparameters. Where a table has several such columns, the layers
 * begin with the last one, so that places to its left stay as they are.
 *
 * @param gated whether they do
 * @param first where the one-hot columns begin, counted from 0
 * @param categories how many there are, at least 1
 * @param units the length of the vector, at least 1
 */
public record ColumnEmbedding(boolean gated, int first, int categories, int units)
    implements Layer {
  private static final double DEVIATION = 0.1;

  /** Checks the numbers; whether there are such columns shows in {@link #apply}. */
  public ColumnEmbedding {
    if (first < 0 || categories < 1 || units < 1) {
      throw new IllegalArgumentException(
          String.format(
              "column-embedding: first must be at least 0, categories and units at least 1, not"
                  + " %d, %d and %d",
              first, categories, units));
    }
  }

  @Override
  public Node apply(Graph g, Node x) {
    int size = x.shape().size();
    int end = first + categories;
    if (x.shape().rank() != 1 || end > size) {
      throw new IllegalArgumentException(
          String.format(
              "column-embedding: columns %d to %d are to be one-hot, but the input is %s",
              first, end - 1, x.shape()));
    }
    Weight table = g.weight("weight", gated, new Initializer.Normal(DEVIATION), units, categories);
    Node y = table.product(x.columns(first, categories));
    if (first > 0) {
      y = x.columns(0, first).beside(y);
    }
    return end < size ? y.beside(x.columns(end, size - end)) : y;
  }
}

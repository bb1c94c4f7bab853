package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * Paths of layers that begin at one input and whose outputs are joined. A path without layers hands
 * its input on.
 *
 * @param join how: added, element by element, or laid one after another along the last axis (units,
 *     channels)
 * @param paths two or more, each first to last
 */
public record Branches(Join join, List<List<Layer>> paths) implements Composition {

  /** How outputs are joined. */
  public enum Join {
    /** Added: all must have one shape. */
    ADD,
    /** One after another along the last axis; the others must be the same. */
    CONCATENATE
  }

  /** Checks the paths. */
  public Branches {
    if (paths.size() < 2) {
      throw new IllegalArgumentException(
          "branches: there must be two paths or more, not " + paths.size());
    }
    paths = paths.stream().map(path -> Composition.checked("branches", 1, path)).toList();
  }

  @Override
  public Shape output(Shape input) {
    Shape first = output(0, input);
    int last = first.dim(-1);
    for (int i = 1; i < paths.size(); i++) {
      Shape other = output(i, input);
      boolean fits =
          join == Join.ADD
              ? other.equals(first)
              : other.rank() == first.rank()
                  && other.size() / other.dim(-1) == first.size() / first.dim(-1);
      if (!fits) {
        throw new IllegalArgumentException(
            String.format(
                "branches: path 1 makes %s of %s and path %d %s, which can't be %s",
                first, input, i + 1, other, join == Join.ADD ? "added" : "concatenated"));
      }
      last = Math.addExact(last, other.dim(-1));
    }
    if (join == Join.ADD) {
      return first;
    }
    int[] dims = first.dims();
    dims[dims.length - 1] = last;
    return Shape.of(dims);
  }

  /** The shape of the output of path {@code number}, counted from 0. */
  public Shape output(int number, Shape input) {
    try {
      return Composition.output(paths.get(number), input);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "branches: path " + (number + 1) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new BoundBranches(binding, this, input);
  }
}

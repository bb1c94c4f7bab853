package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * Layers whose output is added to their input, y = x + f(x) (He et al. 2016). f must keep the
 * shape.
 *
 * @param layers f, first to last
 */
public record Residual(List<Layer> layers) implements Composition {

  /** Checks the layers. */
  public Residual {
    layers = Composition.checked("residual", 1, layers);
  }

  /** Of these layers. */
  public Residual(Layer... layers) {
    this(List.of(layers));
  }

  @Override
  public List<List<Layer>> paths() {
    return List.of(layers);
  }

  @Override
  public Shape output(Shape input) {
    Shape output = Composition.output(layers, input);
    if (!output.equals(input)) {
      throw new IllegalArgumentException(
          "residual: its layers make "
              + output
              + " of "
              + input
              + ", which can't be added; let them keep the shape, or take branches with a layer"
              + " that changes the other path");
    }
    return input;
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    List<List<Layer>> paths = List.of(List.of(), layers);
    return new BoundBranches(binding, new Branches(Branches.Join.ADD, paths), input);
  }
}

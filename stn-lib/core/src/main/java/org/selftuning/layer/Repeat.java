package org.selftuning.layer;

import java.util.Collections;
import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * The same layers several times, one after another, each time with weights of their own.
 *
 * @param times how often, at least 1
 * @param layers the layers, first to last
 */
public record Repeat(int times, List<Layer> layers) implements Composition {

  /** Checks times and layers. */
  public Repeat {
    if (times < 1 || times > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "repeat: times must be 1 to " + MOST_LAYERS + ", not " + times);
    }
    layers = Composition.checked("repeat", times, layers);
  }

  /** The layers, as often as they stand one after another. */
  List<Layer> unrolled() {
    return Collections.nCopies(times, layers).stream().flatMap(List::stream).toList();
  }

  @Override
  public List<List<Layer>> paths() {
    return List.of(unrolled());
  }

  @Override
  public Shape output(Shape input) {
    return Composition.output(unrolled(), input);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new BoundChain(binding, "", unrolled(), input);
  }
}

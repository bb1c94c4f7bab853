package org.selftuning.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.selftuning.tensor.Shape;

/** A layer that is made of others, which may be compositions themselves. */
public sealed interface Composition extends EngineLayer permits Residual, Branches, Repeat {

  /** The paths of layers that it is made of, each from its input on. */
  List<List<Layer>> paths();

  /** The shape after the last of these layers. */
  static Shape output(List<Layer> layers, Shape input) {
    List<Shape> shapes = shapes(layers, input);
    return shapes.get(shapes.size() - 1);
  }

  /** The shape before the first of these layers and after each. */
  static List<Shape> shapes(List<Layer> layers, Shape input) {
    List<Shape> shapes = new ArrayList<>(List.of(input));
    Shape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      try {
        shape = layers.get(i).output(shape);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("its layer " + (i + 1) + ": " + e.getMessage(), e);
      }
      shapes.add(shape);
    }
    return shapes;
  }

  /** The most layers that a composition may have in all. */
  int MOST_LAYERS = 10_000;

  /** How many layers that are no compositions there are in all. */
  private static long count(List<Layer> layers) {
    long count = 0;
    for (Layer layer : layers) {
      if (layer instanceof Repeat repeat) {
        count += repeat.times() * count(repeat.layers());
      } else if (layer instanceof Composition composition) {
        count += composition.paths().stream().mapToLong(Composition::count).sum();
      } else {
        count++;
      }
    }
    return count;
  }

  /** Refuses what can't stand within a composition, {@code times} times. */
  static List<Layer> checked(String name, int times, List<Layer> layers) {
    long count = count(layers) * times;
    if (count > MOST_LAYERS) {
      throw new IllegalArgumentException(
          String.format("%s: %d layers are more than %d", name, count, MOST_LAYERS));
    }
    for (Layer layer : layers) {
      if (layer instanceof Temperature) {
        throw new IllegalArgumentException(
            name + ": temperature must be the network's last layer, in no composition");
      }
      if (layer.atInput()) {
        throw new IllegalArgumentException(
            name
                + ": "
                + layer
                + " works on the examples themselves; put it before the first layer with weights");
      }
    }
    return List.copyOf(layers);
  }

  private List<Quantity> all(Function<Layer, List<Quantity>> of) {
    return paths().stream().flatMap(List::stream).flatMap(l -> of.apply(l).stream()).toList();
  }

  @Override
  default List<Quantity> batchQuantities() {
    return all(Layer::batchQuantities);
  }

  @Override
  default List<Quantity> scoredQuantities() {
    return all(Layer::scoredQuantities);
  }

  @Override
  default void requireBefore(List<Layer> before, Shape input) {
    for (List<Layer> path : paths()) {
      List<Shape> shapes = shapes(path, input);
      List<Layer> all = new ArrayList<>(before);
      for (int i = 0; i < path.size(); i++) {
        path.get(i).requireBefore(all, shapes.get(i));
        all.add(path.get(i));
      }
    }
  }

  private boolean any(Shape input, BiPredicate<Layer, Shape> test) {
    for (List<Layer> path : paths()) {
      List<Shape> shapes = shapes(path, input);
      for (int i = 0; i < path.size(); i++) {
        if (test.test(path.get(i), shapes.get(i))) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  default boolean responds(Shape input) {
    return any(input, Layer::responds);
  }

  @Override
  default boolean joinsSteps(Shape input) {
    return any(input, Layer::joinsSteps);
  }

  @Override
  default long parameterCount(Shape input, int hyperparameters) {
    long count = 0;
    for (List<Layer> path : paths()) {
      List<Shape> shapes = shapes(path, input);
      for (int i = 0; i < path.size(); i++) {
        long part = path.get(i).parameterCount(shapes.get(i), hyperparameters);
        count = Math.addExact(count, part);
      }
    }
    return count;
  }
}

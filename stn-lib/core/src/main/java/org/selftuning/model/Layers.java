package org.selftuning.model;

import org.selftuning.graph.GradientCheck;
import org.selftuning.layer.Formula;
import org.selftuning.layer.Layer;
import org.selftuning.tensor.Shape;

/**
 * The words for layers in YAML. A layer of one's own is a record that implements {@link Layer}; its
 * word is its name in lower case with hyphens ({@code MySwish}: {@code my-swish}), its arguments
 * are its components:
 *
 * <pre>{@code
 * record Swish(int units) implements Layer { … }
 * Layers.register(Swish.class);      // now "- swish: 8" is a layer
 * }</pre>
 *
 * <p>Where a component is a {@code boolean gated}, there are two words: {@code layer-norm} and
 * {@code gated-layer-norm}. Jars bring theirs by a {@link org.selftuning.layer.LayerProvider}.
 */
public final class Layers {
  private Layers() {}

  /**
   * Makes the word of a layer known. One that was registered before under the same word is
   * replaced, as when its cell is run again.
   *
   * @throws IllegalArgumentException if it is no record, if a component has a type that YAML has no
   *     form for, or if the word belongs to a layer of the library
   */
  public static void register(Class<? extends Layer> layer) {
    Vocabulary.LAYERS.register(layer);
  }

  /**
   * Checks the derivatives of a layer's formula against its values; of use where it has a primitive
   * of one's own, see {@link GradientCheck}.
   *
   * @param input the extents of one example; two are a sequence of vectors
   * @throws IllegalStateException if a derivative is wrong; the message says which
   * @throws IllegalArgumentException if the layer can't take that input
   */
  public static void check(Layer layer, int... input) {
    Formula.check(layer, Shape.of(input));
  }
}

package org.selftuning.layer;

import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * A layer that changes the examples at random on their way in, in training passes alone. The
 * strength of the change is fixed, or a hyperparameter with a value for each example; no gradient
 * goes through, so it comes before the first layer with weights.
 */
interface Augmentation extends EngineLayer {

  /** The change of a whole minibatch. */
  interface Change {
    /** Computes the changed examples of a training pass, in a buffer of the layer's. */
    Tensor apply(Tensor x, Pass pass);
  }

  @Override
  default Shape output(Shape input) {
    return input;
  }

  @Override
  default boolean atInput() {
    return true;
  }

  /** Returns the bound layer that makes this change in training passes. */
  static BoundLayer bound(Binding binding, String name, Change change) {
    requireInput(binding, name);
    return new ForwardMode() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return pass.training() ? change.apply(x, pass) : x;
      }

      @Override
      public Tensor jvp(Tensor dx, Pass pass) {
        return null;
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        return null;
      }
    };
  }

  /** Refuses a place from which a gradient would have to go back. */
  static void requireInput(Binding binding, String name) {
    if (binding.needsInputGradient()) {
      throw new IllegalArgumentException(
          name + " hands no gradient back; put it before the first layer with weights");
    }
  }

  /** Refuses what is no image; {@code channels} is its number of channels, or 0 for any. */
  static Shape image(String name, Shape input, int channels) {
    if (input.rank() != 3 || (channels > 0 && input.dim(2) != channels)) {
      throw new IllegalArgumentException(
          name
              + " needs images of height × width × "
              + (channels > 0 ? Integer.toString(channels) : "channels")
              + ", not "
              + input
              + (input.rank() == 3
                  ? "; leave it out for images of another kind"
                  : "; put it before flatten"));
    }
    return input;
  }

  /** Checks a fixed quantity; a tuned one has its range. */
  static void check(String name, String what, Quantity quantity, double low, double high) {
    if (quantity instanceof Quantity.Fixed fixed
        && !(fixed.value() >= low && fixed.value() <= high)) {
      String range =
          Double.isInfinite(high)
              ? "be a number from " + Quantity.of(low) + " on"
              : "lie in " + Quantity.of(low) + " … " + Quantity.of(high);
      throw new IllegalArgumentException(
          name + ": the " + what + " must " + range + ", not " + quantity);
    }
  }
}

package org.selftuning.layer;

import java.util.HashMap;
import java.util.Map;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Memory for the gradients that layers hand to each other. The gradient of a layer's input is read
 * by the layer before it and then no more, so a chain of layers takes turns with two buffers,
 * however long it is. A third is for layers that work element by element: they may find their
 * output's gradient in it and leave their input's in its place, or hand on what they were given
 * without disturbing the turns. Each path of a composition has buffers of its own, which those of
 * the next composition use again.
 */
final class GradientBuffers {
  private static final int ELEMENTWISE = 2;

  private final Ops ops;
  private final boolean shared;
  private final Tensor[] buffers = new Tensor[3];
  private final Map<Integer, GradientBuffers> paths = new HashMap<>();
  private int turn;
  private boolean taken;

  /**
   * Buffers of an engine.
   *
   * @param shared whether layers share them; if not, each has its own
   */
  GradientBuffers(Ops ops, boolean shared) {
    this.ops = ops;
    this.shared = shared;
  }

  /** The buffers of a path of the current layer. */
  GradientBuffers path(int number) {
    return paths.computeIfAbsent(number, n -> new GradientBuffers(ops, shared));
  }

  /** The next layer is bound: what it asks for first is what it may hand on. */
  void nextLayer() {
    taken = false;
  }

  /** Returns a buffer that no neighbor of the current layer uses. */
  Tensor next(int... dims) {
    if (!taken) {
      turn = 1 - turn;
    }
    return take(turn, dims);
  }

  /**
   * Returns a buffer that neighbors use too, if they work element by element as this layer does.
   */
  Tensor elementwise(int... dims) {
    return take(ELEMENTWISE, dims);
  }

  private Tensor take(int number, int... dims) {
    if (taken || !shared) { // taken: this is the gradient of a part of the layer
      return ops.tensor(dims);
    }
    taken = true;
    int size = Shape.of(dims).size();
    if (buffers[number] == null || buffers[number].size() < size) {
      buffers[number] = ops.tensor(size);
    }
    return buffers[number].rows(0, size).reshape(dims);
  }
}

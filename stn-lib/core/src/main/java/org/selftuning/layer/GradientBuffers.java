package org.selftuning.layer;

import java.util.HashMap;
import java.util.Map;
import org.selftuning.tensor.Ops;
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
  private final Tensor[] buffers = new Tensor[3];
  private final Map<Integer, GradientBuffers> paths = new HashMap<>();
  private int turn;
  private boolean taken;

  GradientBuffers(Ops ops) {
    this.ops = ops;
  }

  /** The buffers of a path of the current layer. */
  GradientBuffers path(int number) {
    return paths.computeIfAbsent(number, n -> new GradientBuffers(ops));
  }

  /** The next layer is bound: what it asks for first is what it may hand on. */
  void nextLayer() {
    taken = false;
  }

  /** Returns a buffer that no neighbor of the current layer uses. */
  Tensor next(int... dims) {
    if (taken) { // within a layer, a gradient of a part of it
      return ops.tensor(dims);
    }
    turn = 1 - turn;
    return take(turn, dims);
  }

  /**
   * Returns a buffer that neighbors use too, if they work element by element as this layer does.
   */
  Tensor elementwise(int... dims) {
    return taken ? ops.tensor(dims) : take(ELEMENTWISE, dims);
  }

  private Tensor take(int number, int... dims) {
    taken = true;
    int size = 1;
    for (int d : dims) {
      size = Math.multiplyExact(size, d);
    }
    if (buffers[number] == null || buffers[number].size() < size) {
      buffers[number] = ops.tensor(size);
    }
    return buffers[number].rows(0, size).reshape(dims);
  }
}

package org.selftuning.layer;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Bound layers, one after another. */
public final class BoundChain implements ForwardMode {
  private final Ops ops;
  private final List<BoundLayer> layers = new ArrayList<>();
  private final Tensor penalty;

  /**
   * Binds layers, each to the output of the one before it.
   *
   * @param name what the name of each begins with, before its number from 1
   * @param input the shape of one example's input to the first
   * @throws IllegalArgumentException if outputs are to be linearized and a layer can't be
   */
  public BoundChain(Binding binding, String name, List<Layer> layers, Shape input) {
    ops = binding.ops();
    Shape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Shape before = shape;
      BoundLayer bound = binding.layer(name + (i + 1), () -> layer.bind(binding, before));
      if (binding.response() == Response.LINEARIZED && !(bound instanceof ForwardMode)) {
        throw new IllegalArgumentException(
            String.format(
                "layer %d, %s, has no forward-mode derivative (jvp), so its outputs can't be"
                    + " linearized; take another layer or another training method",
                i + 1, layer));
      }
      this.layers.add(bound);
      shape = layer.output(shape);
    }
    penalty = binding.tensor(1);
  }

  /** Layer {@code number}, counted from 1. */
  public BoundLayer layer(int number) {
    return layers.get(number - 1);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Tensor y = x;
    for (BoundLayer layer : layers) {
      y = layer.forward(y, pass);
    }
    return y;
  }

  @Override
  public Tensor jvp(Tensor dx, Pass pass) {
    Tensor change = dx;
    for (BoundLayer layer : layers) {
      change = ((ForwardMode) layer).jvp(change, pass);
    }
    return change;
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    Tensor gradient = dy;
    for (int i = layers.size() - 1; i >= 0 && gradient != null; i--) {
      gradient = layers.get(i).backward(gradient, pass);
    }
    return gradient;
  }

  @Override
  public void finish(Pass pass) {
    layers.forEach(layer -> layer.finish(pass));
  }

  @Override
  public void collapse(Pass pass) {
    layers.forEach(layer -> layer.collapse(pass));
  }

  @Override
  public void reset(Pass.Mode mode) {
    layers.forEach(layer -> layer.reset(mode));
  }

  @Override
  public Tensor penalty() {
    List<Tensor> penalties = new ArrayList<>();
    for (BoundLayer layer : layers) {
      if (layer.penalty() != null) {
        penalties.add(layer.penalty());
      }
    }
    if (penalties.isEmpty()) {
      return null;
    }
    ops.fill(penalty, 0);
    penalties.forEach(one -> ops.axpy(1, one, penalty));
    return penalty;
  }
}

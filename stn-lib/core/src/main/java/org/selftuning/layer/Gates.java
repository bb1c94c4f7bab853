package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * The gates of one layer, [v | c] = s·[V; C]ᵀ with {@link GateInputs} s: one row an example, or one
 * for all.
 */
final class Gates {
  private final Ops ops;
  private final GateInputs inputs;
  private final Parameter matrix;
  private final Tensor perExample;
  private final Tensor shared;
  private final Tensor dPerExample;
  private final Tensor dShared;
  private Tensor last;

  /** Gates with {@code width} columns. */
  Gates(Binding binding, int width) {
    this(binding, "gate", width);
  }

  /** The gates of a layer that has several, by this name. */
  Gates(Binding binding, String name, int width) {
    ops = binding.ops();
    inputs = binding.gateInputs();
    matrix = binding.gate(name, width);
    perExample = binding.tensor(binding.batch(), width);
    shared = perExample.rows(0, 1);
    dPerExample = binding.tensor(binding.batch(), width);
    dShared = dPerExample.rows(0, 1);
  }

  /** Computes the gates for this pass: [G, width]. */
  Tensor open(Pass pass) {
    last = pass.shared() ? shared : perExample;
    ops.matmul(inputs.of(pass), false, matrix.value(), true, 1, 0, last);
    return last;
  }

  /** The gates of the last forward pass. */
  Tensor last() {
    return last;
  }

  /** Where the layer leaves the gradient of the last gates. */
  Tensor gradient() {
    return last == shared ? dShared : dPerExample;
  }

  /** Sends {@link #gradient} on: to [V; C] in a training pass, and to what gates see. */
  void backward(Pass pass) {
    if (pass.learnsResponse()) {
      ops.matmul(
          gradient(), true, inputs.of(pass), false, pass.alpha(), pass.beta(), matrix.gradient());
    }
    Tensor further = inputs.gradient(pass);
    if (further != null) {
      ops.matmul(gradient(), false, matrix.value(), false, 1, 1, further);
    }
  }
}

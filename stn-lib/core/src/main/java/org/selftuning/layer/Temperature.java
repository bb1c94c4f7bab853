package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Divides the network's outputs, before their softmax, by one temperature T wherever they are
 * judged (Guo et al. 2017): in training passes y = x, in validation and evaluation y = x/T. It must
 * be the last layer. Any shape; the output has the input's.
 *
 * <p>T starts at 1. Where hyperparameters are tuned, log T is learned by the validation steps, with
 * their optimizer, from its own gradient; a network that only trains is given the T of the lowest
 * validation loss when an epoch ends. So no hyperparameter is spent on holding the outputs' scale
 * down. T belongs to the network: predictions, exports and checkpoints have it.
 */
public record Temperature() implements EngineLayer {

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new Bound(binding, input);
  }

  private static final class Bound implements ForwardMode {
    private final Ops ops;
    private final Binding.Calibrated log;
    private final Tensor inverse;
    private final Tensor ones;
    private final Tensor factor;
    private final Tensor y;
    private final Tensor dx;

    Bound(Binding binding, Shape input) {
      ops = binding.ops();
      log = binding.calibrated("log temperature");
      int columns = input.dim(-1);
      inverse = binding.tensor(1, 1);
      ones = binding.tensor(1, columns);
      ops.fill(ones, 1);
      factor = binding.tensor(1, columns);
      y = binding.tensor(binding.extents(input));
      dx = binding.tensor(binding.extents(input));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      if (pass.training()) {
        return x;
      }
      ops.copy(log.value(), inverse);
      ops.axpy(-2, inverse, inverse);
      ops.apply(Elementary.EXP, inverse, inverse);
      ops.matmul(inverse, false, ones, false, 1, 0, factor);
      ops.scaleRows(x, factor, 1, y);
      return y;
    }

    @Override
    public Tensor jvp(Tensor dx, Pass pass) {
      return dx; // of training alone
    }

    /** With y = x·e^−τ, ∂/∂τ = −Σ y·dy. */
    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      if (pass.training()) {
        return dy;
      }
      int size = y.size();
      ops.matmul(
          y.reshape(1, size),
          false,
          dy.reshape(1, size),
          true,
          -1,
          0,
          log.gradient().reshape(1, 1));
      ops.scaleRows(dy, factor, 1, dx);
      return dx;
    }
  }

  /** Whether it is the last of these layers, or none of them. */
  public static boolean fits(List<Layer> layers) {
    int at = layers.indexOf(new Temperature());
    return at < 0 || at == layers.size() - 1;
  }
}

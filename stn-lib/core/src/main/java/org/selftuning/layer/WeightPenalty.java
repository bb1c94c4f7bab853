package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Leaves activations as they are and adds ½·l2·Σw² + l1·Σ|w| over the weights of all layers before
 * it to the training objective (weight decay; the lasso). Biases and gates are left out; of a gated
 * layer the elem and the hyper weights count alike. Any shape.
 *
 * <p>The penalty is no part of the validation objective: that is what makes its strength tunable.
 *
 * @param l2 0 or positive; one number a minibatch
 * @param l1 0 or positive; one number a minibatch
 */
public record WeightPenalty(@Default("0") Quantity l2, @Default("0") Quantity l1)
    implements EngineLayer {

  /** Checks fixed strengths. */
  public WeightPenalty {
    ActivationPenalty.checkStrength("weight-penalty: l2", l2);
    ActivationPenalty.checkStrength("weight-penalty: l1", l1);
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public List<Quantity> batchQuantities() {
    return quantities();
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    List<Parameter> weights =
        binding.parameters().list().stream().filter(WeightPenalty::isWeight).toList();
    Binding.Reading square = binding.read(l2);
    Binding.Reading absolute = binding.read(l1);
    return new ForwardMode() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return x;
      }

      @Override
      public Tensor jvp(Tensor dx, Pass pass) {
        return dx;
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        return dy;
      }

      @Override
      public void finish(Pass pass) {
        for (Parameter p : weights) {
          boolean pair = p.role() == Parameter.Role.PAIR;
          if (pair && pass.learnsGeneral() && pass.learnsResponse()) {
            decay(p.value(), p.gradient(), pass);
          } else if (pair && pass.learnsGeneral()) {
            decay(p.elem(p.value()), p.elem(p.gradient()), pass);
          } else if (pair && pass.learnsResponse()) {
            decay(p.hyper(p.value()), p.hyper(p.gradient()), pass);
          } else if (pass.learnsGeneral()) {
            decay(p.value(), p.gradient(), pass);
          }
        }
      }

      private void decay(Tensor value, Tensor gradient, Pass pass) {
        ops.decay(
            value,
            square.in(pass),
            square.column(),
            absolute.in(pass),
            absolute.column(),
            pass.alpha(),
            gradient);
      }
    };
  }

  private static boolean isWeight(Parameter p) {
    return p.role() != Parameter.Role.GATE && p.shape().rank() > 1;
  }
}

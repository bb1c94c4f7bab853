package org.selftuning.layer;

import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * {@link BatchNorm} whose scale and shift respond to the hyperparameters: with x̂ the normalized
 * input,
 *
 * <pre>  y = (s_elem + (V z) ⊙ s_hyper) ⊙ x̂ + t_elem + (C z) ⊙ t_hyper </pre>
 *
 * <p>Any shape; the output has the input's; z [n] is the example's own unconstrained hyperparameter
 * vector. The hyper parts start at 1, so that at first the gates alone are the response.
 */
public record GatedBatchNorm() implements EngineLayer {

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public boolean responds(Shape input) {
    return true;
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return 2L * input.dim(-1) * (2 + hyperparameters);
  }

  @Override
  public Layer ungated() {
    return new BatchNorm();
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new Bound(binding, input);
  }

  private static final class Bound implements ForwardMode {
    private final Ops ops;
    private final BatchStatistics statistics;
    private final Parameter weight;
    private final Gates gates;
    private final Tensor perExample;
    private final Tensor shared;
    private final Tensor dPerExample;
    private final Tensor dShared;
    private final Tensor one;
    private final Tensor response;
    private final Tensor change;
    private Halves halves;

    /** The elem and hyper parts of the weight and of its gradient, [2C] each. */
    private record Halves(Tensor elem, Tensor hyper, Tensor dElem, Tensor dHyper) {}

    Bound(Binding binding, Shape input) {
      ops = binding.ops();
      int width = 2 * input.dim(-1);
      statistics = new BatchStatistics(binding, input);
      Initializer one = new Initializer.Constant(1);
      List<Initializer> start = List.of(one, new Initializer.Constant(0), one, one);
      weight = binding.pair("factors", new Initializer.Parts(start), 2, width);
      gates = new Gates(binding, width);
      perExample = binding.tensor(binding.batch(), width);
      shared = perExample.rows(0, 1);
      dPerExample = binding.tensor(binding.batch(), width);
      dShared = dPerExample.rows(0, 1);
      this.one = binding.tensor(1, width);
      response = binding.change(true, binding.batch(), width);
      change = binding.change(true, input.prepend(binding.batch()).dims());
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      if (pass.mode() == Pass.Mode.EVALUATE) {
        return statistics.normalize(x, one, pass);
      }
      return statistics.normalize(x, respond(pass, pass.shared() ? shared : perExample), pass);
    }

    /** factors ← elem + gates ⊙ hyper; elem alone where the gates are closed. */
    private Tensor respond(Pass pass, Tensor factors) {
      if (pass.learns() == Pass.Learns.GENERAL || pass.linearized()) {
        ops.fill(factors, 0);
      } else {
        ops.scaleRows(gates.open(pass), halves().hyper, 1, factors);
      }
      ops.addBias(factors, halves().elem, factors);
      return factors;
    }

    @Override
    public Tensor jvp(Tensor dx, Pass pass) {
      ops.scaleRows(gates.open(pass), halves.hyper, 1, response);
      statistics.again(response, change);
      if (dx != null) {
        ops.axpy(1, statistics.jvp(dx, perExample, dPerExample), change);
      }
      return change;
    }

    /** Made once, when the weight has its place. */
    private Halves halves() {
      if (halves == null) {
        Tensor value = weight.value();
        Tensor gradient = weight.gradient();
        halves =
            new Halves(
                weight.elem(value),
                weight.hyper(value),
                weight.elem(gradient),
                weight.hyper(gradient));
      }
      return halves;
    }

    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      Tensor factors = pass.shared() ? shared : perExample;
      Tensor dFactors = pass.shared() ? dShared : dPerExample;
      Tensor dx = statistics.backward(dy, factors, dFactors);
      if (pass.learnsGeneral()) {
        ops.columnSums(dFactors, pass.alpha(), pass.beta(), halves.dElem);
      }
      if (pass.learns() == Pass.Learns.GENERAL) {
        return dx;
      }
      ops.scaleRows(dFactors, halves.hyper, 1, gates.gradient());
      gates.backward(pass);
      if (pass.learnsResponse()) {
        ops.scaleRows(dFactors, gates.last(), 1, dFactors);
        ops.columnSums(dFactors, pass.alpha(), pass.beta(), halves.dHyper);
      }
      return dx;
    }

    @Override
    public void collapse(Pass pass) {
      respond(pass, one);
    }
  }
}

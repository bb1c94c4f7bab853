package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * The softmax cross-entropy, log Σ_c exp(y_c) − y_t, of outputs [C] and a class index t; the mean
 * over the minibatch. Of a sequence's outputs [T, C] and a class index at each step, the mean over
 * all steps.
 *
 * <p>Label smoothing (Szegedy et al. 2016): in a training pass the gradient is that for labels of
 * which a share s is spread evenly over all classes. The score is without it, and so is the
 * validation objective.
 *
 * @param smoothing s, in 0 … 1; a tuned one is each example's own
 */
public record CrossEntropy(@Default("0") Quantity smoothing) implements Loss {

  /** Checks a fixed share. */
  public CrossEntropy {
    Dropout.checkRate("cross-entropy: smoothing", smoothing);
  }

  /** The cross-entropy without label smoothing. */
  public CrossEntropy() {
    this(Quantity.of(0));
  }

  @Override
  public Shape target(Shape output) {
    return classes("cross-entropy", output);
  }

  /** A class number for each example, or for each step. */
  static Shape classes(String kind, Shape output) {
    if (output.rank() < 1 || output.rank() > 2 || output.dim(-1) < 2) {
      throw new IllegalArgumentException(
          kind + " needs one output a class, at least two, but the network's output is " + output);
    }
    return Shape.of(output.rank() == 2 ? output.dim(0) : 1);
  }

  @Override
  public boolean classifies() {
    return true;
  }

  /** Without label smoothing, which changes gradients alone. */
  @Override
  public Node apply(Graph g, Node y, Node targets) {
    return g.crossEntropies(y, targets);
  }

  @Override
  public BoundLoss bind(Binding binding, Shape output) {
    Ops ops = binding.ops();
    int rows = binding.batch() * (output.rank() == 2 ? output.dim(0) : 1);
    Tensor gradient = binding.tensor(rows, output.dim(-1));
    boolean smooths = !smoothing.equals(Quantity.of(0));
    Binding.Reading share = smooths ? binding.read(smoothing) : null;
    Tensor losses = binding.tensor(rows);
    return new BoundLoss() {
      @Override
      public Tensor judge(Tensor y, Tensor targets, Tensor score, Pass pass) {
        Tensor dy = pass.mode() == Pass.Mode.EVALUATE ? null : gradient;
        Tensor each = pass.mode() == Pass.Mode.VALIDATE ? losses : null;
        ops.softmaxCrossEntropy(y, targets, 1f / rows, dy, each, score);
        if (smooths && pass.training()) {
          ops.smoothLabels(targets, share.in(pass), share.column(), 1f / rows, dy);
        }
        return dy;
      }

      @Override
      public Tensor losses() {
        return losses;
      }
    };
  }
}

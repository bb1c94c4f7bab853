package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** The mean squared error, Σ_c (y_c − t_c)² / C, of outputs [C]; the mean over the minibatch. */
public record SquaredError() implements Loss {

  @Override
  public Node apply(Graph g, Node y, Node targets) {
    Node error = y.minus(targets);
    return error.times(error).columnMean();
  }

  @Override
  public BoundLoss bind(Binding binding, Shape output) {
    Ops ops = binding.ops();
    int batch = binding.batch();
    Tensor gradient = binding.tensor(batch, output.size());
    Tensor losses = binding.tensor(batch);
    return new BoundLoss() {
      @Override
      public Tensor judge(Tensor y, Tensor targets, Tensor score, Pass pass) {
        Tensor dy = pass.mode() == Pass.Mode.EVALUATE ? null : gradient;
        Tensor each = pass.mode() == Pass.Mode.VALIDATE ? losses : null;
        ops.squaredError(y, targets, 1f / batch, dy, each, score);
        return dy;
      }

      @Override
      public Tensor losses() {
        return losses;
      }
    };
  }
}

package org.selftuning.predict;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.selftuning.hyper.Perturbation;
import org.selftuning.layer.Pass;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.Method;
import org.selftuning.train.TrainedNetwork;

/** A trained network on an engine, ready for evaluation passes of one size. */
final class BoundNetwork {
  private final Network network;
  private final Pass pass;
  private final float[] unknown;

  /**
   * Plans it, and folds its gates at its hyperparameters.
   *
   * @param batch examples in a pass
   */
  BoundNetwork(TrainedNetwork trained, Ops ops, int batch) {
    ModelSpec spec = trained.spec();
    network = trained.method().bind(spec, ops, batch, 0);
    network.parameters().list().forEach(p -> write(trained.weights(), p.name(), p.value()));
    network.averages().forEach((name, tensor) -> write(trained.averages(), name, tensor));
    pass = pass(trained, ops);
    network.collapse(pass);
    unknown = new float[batch * spec.loss().target(spec.output()).size()];
    Arrays.fill(unknown, Float.NaN);
  }

  private static void write(Map<String, float[]> from, String name, Tensor to) {
    float[] values = from.get(name);
    if (values == null || values.length != to.size()) {
      throw new IllegalArgumentException(
          "the network needs "
              + to.size()
              + " numbers for "
              + name
              + ", but "
              + (values == null ? "none are" : values.length + " are")
              + " given");
    }
    to.write(values);
  }

  private static Pass pass(TrainedNetwork trained, Ops ops) {
    ModelSpec spec = trained.spec();
    float[] hyperparameters = trained.hyperparameters();
    if (!spec.tunes()) {
      if (hyperparameters.length == 0) {
        return Pass.evaluate(null, null);
      }
      Tensor values = ops.tensor(1, hyperparameters.length);
      values.write(hyperparameters);
      return Pass.evaluate(null, values);
    }
    boolean centered = trained.method() != Method.STN;
    Perturbation perturbation =
        new Perturbation(spec.space(), spec.gates(), centered, Set.of(), ops, 1);
    perturbation.lambda().write(hyperparameters);
    perturbation.rest();
    return Pass.evaluate(perturbation.restingInput(), perturbation.restingValues());
  }

  /** Forgets what is carried from one pass to the next. */
  void reset() {
    network.reset(Pass.Mode.EVALUATE);
  }

  /**
   * Returns the outputs [B, …] for features [B, …]; of sequences, rows t·B + b.
   *
   * <p>Layers that carry a state continue where the pass before ended.
   */
  float[] outputs(float[] x) {
    network.load(x, unknown);
    return network.forward(pass).toArray();
  }
}

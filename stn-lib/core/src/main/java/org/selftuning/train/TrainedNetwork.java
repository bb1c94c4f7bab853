package org.selftuning.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;

/**
 * A network of one moment of its training, apart from engine and data: all that its predictions
 * depend on.
 *
 * @param spec what it is, gates included
 * @param method how it was trained, which says how its gates see the hyperparameters
 * @param batch examples in a minibatch of its training
 * @param epoch of which it is, from 1; 0 if no epoch was finished
 * @param hyperparameters [n] the unconstrained λ; where they followed a schedule, their values
 * @param weights row-major, under the names that {@link Trainer#weights} has
 * @param averages the running averages of its layers, by name
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record TrainedNetwork(
    ModelSpec spec,
    Method method,
    int batch,
    int epoch,
    float[] hyperparameters,
    Map<String, float[]> weights,
    Map<String, float[]> averages) {

  /** Keeps the maps from change, in their order. */
  public TrainedNetwork {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    averages = Collections.unmodifiableMap(new LinkedHashMap<>(averages));
  }

  /** Copies what a network is now. */
  static TrainedNetwork of(
      Network network, TrainOptions options, int epoch, float[] hyperparameters) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    network.parameters().list().forEach(p -> weights.put(p.name(), p.value().toArray()));
    Map<String, float[]> averages = new LinkedHashMap<>();
    network.averages().forEach((name, tensor) -> averages.put(name, tensor.toArray()));
    return new TrainedNetwork(
        network.spec(),
        options.method(),
        options.batch(),
        epoch,
        hyperparameters,
        weights,
        averages);
  }

  /** The hyperparameters by name, in their own units: whole numbers where they are discrete. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < hyperparameters.length; i++) {
      Hyperparameter h = spec.hyperparameters().get(i);
      values.put(h.name(), spec.tunes() ? h.value(hyperparameters[i]) : hyperparameters[i]);
    }
    return values;
  }
}

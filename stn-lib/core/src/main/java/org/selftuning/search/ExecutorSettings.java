package org.selftuning.search;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.selftuning.layer.Branches;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Shape;
import org.selftuning.train.TrainOptions;

/**
 * What an executor is to be ready for.
 *
 * @param model the network of a trial; of several, the largest
 * @param options how it is trained
 * @param device where
 * @param conf settings of the executor's own, by name
 * @param jars the folder with the jars that its machines need, if they lack them
 */
public record ExecutorSettings(
    ModelSpec model,
    TrainOptions options,
    Device device,
    Map<String, String> conf,
    Optional<Path> jars) {
  private static final long COPIES_OF_WEIGHTS = 6;
  private static final long COPIES_OF_OUTPUTS = 3;

  /** Keeps the map from change. */
  public ExecutorSettings {
    conf = Map.copyOf(conf);
  }

  /** Without settings of its own. */
  public ExecutorSettings(ModelSpec model, TrainOptions options, Device device) {
    this(model, options, device, Map.of(), Optional.empty());
  }

  /**
   * About how many bytes one trial takes outside of Java's heap: the weights six times (with
   * gradients, what the optimizer remembers, and the best so far), and what each layer makes of a
   * minibatch three times (with gradients and what lies between).
   */
  public long bytes() {
    int respondTo = model.hyperparameters().size();
    long weights = 0;
    Shape shape = model.input();
    for (Layer layer : model.layers()) {
      weights += layer.parameterCount(shape, respondTo);
      shape = layer.output(shape);
    }
    long outputs = model.input().size() + outputs(model.layers(), model.input());
    return Float.BYTES
        * (COPIES_OF_WEIGHTS * weights + COPIES_OF_OUTPUTS * outputs * options.batch());
  }

  /** The numbers that layers make of one example, those within compositions included. */
  private static long outputs(List<Layer> layers, Shape input) {
    long sum = 0;
    Shape shape = input;
    for (Layer layer : layers) {
      if (layer instanceof Repeat repeat) {
        sum += repeat.times() * outputs(repeat.layers(), shape);
      } else if (layer instanceof Residual residual) {
        sum += outputs(residual.layers(), shape);
      } else if (layer instanceof Branches branches) {
        for (List<Layer> path : branches.paths()) {
          sum += outputs(path, shape);
        }
      }
      shape = layer.output(shape);
      sum += shape.size();
    }
    return sum;
  }

  /** Returns these settings with further ones of the executor's own. */
  public ExecutorSettings conf(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(conf);
    all.putAll(more);
    return new ExecutorSettings(model, options, device, all, jars);
  }

  /** Returns these settings with a folder of jars. */
  public ExecutorSettings jars(Path folder) {
    return new ExecutorSettings(model, options, device, conf, Optional.of(folder));
  }
}

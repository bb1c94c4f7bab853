package org.selftuning.train;

import org.selftuning.data.Dataset;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OutOfDeviceMemory;
import org.selftuning.tensor.Tensor;

/**
 * A data set in an accelerator's own memory: a minibatch is then gathered there by its examples'
 * numbers, and nothing else travels.
 */
final class Resident {
  /** Elements that are brought there at a time. */
  private static final int PIECE = 1 << 20;

  /** Numbers up to here are exact as floats. */
  private static final int MOST_EXAMPLES = 1 << 24;

  private final Tensor x;
  private final Tensor y;

  private Resident(Tensor x, Tensor y) {
    this.x = x;
    this.y = y;
  }

  /** Brings a data set there; returns null where that gains nothing, or it has no room. */
  static Resident of(Dataset data, Ops ops) {
    long values = (long) data.size() * data.shape().size();
    if (!ops.device().accelerator() || data.size() > MOST_EXAMPLES || values > Integer.MAX_VALUE) {
      return null;
    }
    try {
      Resident resident =
          new Resident(
              ops.tensor(data.size(), data.shape().size()),
              ops.tensor(data.size(), data.target().width()));
      resident.fill(data);
      return resident;
    } catch (OutOfDeviceMemory e) {
      return null; // minibatches come from the host then
    }
  }

  private void fill(Dataset data) {
    int features = data.shape().size();
    int width = data.target().width();
    int most = Math.min(data.size(), Math.max(1, PIECE / features));
    float[] xs = new float[most * features];
    float[] ys = new float[most * width];
    for (int from = 0; from < data.size(); from += most) {
      int count = Math.min(most, data.size() - from);
      for (int i = 0; i < count; i++) {
        data.read(from + i, xs, i * features, ys, i * width);
      }
      x.rows(from, from + count).write(xs);
      y.rows(from, from + count).write(ys);
    }
  }

  /** Gathers the minibatch of these examples. */
  void load(float[] examples, Network network) {
    network.load(x, y, examples);
  }
}

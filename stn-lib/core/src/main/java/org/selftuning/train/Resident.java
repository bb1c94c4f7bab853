package org.selftuning.train;

import org.selftuning.data.Batch;
import org.selftuning.data.Dataset;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OutOfDeviceMemory;
import org.selftuning.tensor.Tensor;

/**
 * Where a data set's minibatches come from. Of one in an accelerator's own memory they are gathered
 * there, by their examples' numbers, and nothing else travels; otherwise they come from the host.
 */
final class Resident {
  /** Elements that are brought there at a time. */
  private static final int PIECE = 1 << 20;

  /** Numbers up to here are exact as floats. */
  private static final int MOST_EXAMPLES = 1 << 24;

  /** A data set in no accelerator's memory. */
  static final Resident NOWHERE = new Resident(null, null);

  private final Tensor x;
  private final Tensor y;

  private Resident(Tensor x, Tensor y) {
    this.x = x;
    this.y = y;
  }

  /**
   * Brings a data set there, if that gains anything and it has room.
   *
   * @param data the data set; null if the minibatches are of none
   */
  static Resident of(Dataset data, Ops ops) {
    if (data == null) {
      return NOWHERE;
    }
    long values = (long) data.size() * data.shape().size();
    if (!ops.device().accelerator() || data.size() > MOST_EXAMPLES || values > Integer.MAX_VALUE) {
      return NOWHERE;
    }
    try {
      Resident resident =
          new Resident(
              ops.tensor(data.size(), data.shape().size()),
              ops.tensor(data.size(), data.target().width()));
      resident.fill(data);
      return resident;
    } catch (OutOfDeviceMemory e) {
      return NOWHERE; // minibatches come from the host then
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

  /** Loads a minibatch of the data set into a network. */
  void load(Batch batch, Network network) {
    if (x != null && batch.examples() != null) {
      network.load(x, y, batch.examples());
    } else {
      network.load(batch.x(), batch.y());
    }
  }
}

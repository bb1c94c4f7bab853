package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** How the examples of the current minibatch are mixed with others: which, and in which shares. */
final class Mixing {
  private final Ops ops;
  private final int batch;
  private final Tensor share;
  private final Tensor partner;

  /** Of the first example with the last, of the second with the last but one, and so on. */
  Mixing(Ops ops, int batch) {
    this.ops = ops;
    this.batch = batch;
    share = ops.tensor(batch, 1);
    partner = ops.tensor(batch);
    float[] numbers = new float[batch];
    for (int b = 0; b < batch; b++) {
      numbers[b] = batch - 1 - b;
    }
    partner.write(numbers);
  }

  /** The share m of the other example in each [B, 1]. */
  Tensor share() {
    return share;
  }

  /** other[b, :] ← rows[the partner of b, :]; both [B, C]. */
  void partners(Tensor rows, Tensor other) {
    ops.gather(rows, partner, null, null, other);
  }

  /** Mixes rows of one width. */
  final class Mixer {
    private final Tensor ones;
    private final Tensor shares;

    Mixer(int columns) {
      ones = ops.tensor(1, columns);
      ops.fill(ones, 1);
      shares = ops.tensor(batch, columns);
    }

    /** other[b, :] ← (1 − m)·rows[b, :] + m·other[b, :]; both [B, C]. */
    void mix(Tensor rows, Tensor other) {
      ops.matmul(share, false, ones, false, 1, 0, shares);
      ops.axpy(-1, rows, other);
      ops.scaleRows(other, shares, 1, other);
      ops.axpy(1, rows, other);
    }
  }

  /**
   * The loss of what is mixed, in training passes; in others, the loss as it is.
   *
   * @param loss of the examples
   * @param ofPartners the same once more, for the others
   * @param target the shape of an example's target
   * @param output the shape of its output
   */
  BoundLoss of(BoundLoss loss, BoundLoss ofPartners, Shape target, Shape output) {
    Tensor targetsOfPartners = ops.tensor(target.prepend(batch).dims());
    Tensor score = ops.tensor(3);
    Mixer mixer = new Mixer(output.size());
    return new BoundLoss() {
      @Override
      public Tensor judge(Tensor y, Tensor targets, Tensor to, Pass pass) {
        Tensor dy = loss.judge(y, targets, to, pass);
        if (!pass.training()) {
          return dy;
        }
        partners(rows(targets), rows(targetsOfPartners));
        Tensor mixed = ofPartners.judge(y, targetsOfPartners, score, pass);
        mixer.mix(rows(dy), rows(mixed));
        return mixed;
      }

      @Override
      public Tensor losses() {
        return loss.losses();
      }
    };
  }

  private Tensor rows(Tensor x) {
    return x.reshape(batch, x.size() / batch);
  }
}

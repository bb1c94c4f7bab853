package org.selftuning.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * An {@link Optimizer} bound to one tensor, or to stretches of it. Before the gradient is computed,
 * {@link #alpha} and {@link #beta} say how it is to be accumulated; {@link #apply} then takes the
 * step.
 *
 * <p>SGD without clipping lets the gradient's own accumulation do the work: with alpha = −rate and
 * beta = momentum, the gradient tensor <em>is</em> the step, −rate·u.
 */
final class Update {
  private static final String FIRST = "first moment";
  private static final String SECOND = "second moment";
  private static final String COUNT = "count";
  private static final String STEP = "step";

  private final Ops ops;
  private final Optimizer optimizer;
  private final Tensor gradient;
  private final float clip;

  /** Whether the gradient tensor holds the step itself. */
  private final boolean fused;

  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private final List<Piece> pieces = new ArrayList<>();
  private double rate;

  /**
   * Where a stretch lies in the tensor.
   *
   * @param from its first element
   * @param to the first element after it
   */
  record Stretch(int from, int to) {
    int size() {
      return to - from;
    }
  }

  /** A stretch's weights and gradient, and what the optimizer keeps of it, by name. */
  private record Piece(Tensor weights, Tensor gradient, Map<String, Tensor> kept) {}

  /** An optimizer of all {@code weights}; see the other constructor. */
  Update(
      Ops ops,
      Optimizer optimizer,
      Tensor weights,
      Tensor gradient,
      boolean accumulated,
      double clip) {
    this(
        ops,
        optimizer,
        weights,
        gradient,
        List.of(new Stretch(0, weights.size())),
        accumulated,
        clip);
  }

  /**
   * An optimizer of the {@code stretches} of {@code weights}.
   *
   * @param gradient of the size of {@code weights}; where there is a limit to its norm, it must be
   *     0 outside the stretches
   * @param accumulated whether the gradient is accumulated by {@link #alpha} and {@link #beta}; if
   *     not, it is in {@code gradient} as it is
   * @param clip the most that the gradient's norm may be; 0 for no limit
   */
  Update(
      Ops ops,
      Optimizer optimizer,
      Tensor weights,
      Tensor gradient,
      List<Stretch> stretches,
      boolean accumulated,
      double clip) {
    this.ops = ops;
    this.optimizer = optimizer;
    this.gradient = gradient;
    this.clip = (float) clip;
    this.fused = accumulated && optimizer instanceof Optimizer.Sgd && clip == 0;
    this.rate = optimizer.rate();
    plan(stretches.stream().mapToInt(Stretch::size).sum(), stretches.size());
    int size = 0;
    for (Stretch stretch : stretches) {
      Map<String, Tensor> kept = new LinkedHashMap<>();
      for (String name : state.keySet()) {
        kept.put(name, keptOf(name, stretch, size));
      }
      pieces.add(
          new Piece(
              weights.rows(stretch.from, stretch.to),
              gradient.rows(stretch.from, stretch.to),
              kept));
      size += stretch.size();
    }
  }

  /** Makes what the optimizer keeps of {@code size} weights in {@code pieces} pieces. */
  private void plan(int size, int pieces) {
    if (optimizer instanceof Optimizer.Adam) {
      state.put(FIRST, ops.tensor(size));
      state.put(SECOND, ops.tensor(size));
      state.put(COUNT, ops.tensor(pieces));
    } else if (optimizer instanceof Optimizer.RmsProp) {
      state.put(SECOND, ops.tensor(size));
    } else if (fused) {
      state.put(STEP, gradient);
    } else if (((Optimizer.Sgd) optimizer).momentum() > 0) {
      state.put(STEP, ops.tensor(size));
    }
  }

  /** The part of the state {@code name} that belongs to the piece that is made next. */
  private Tensor keptOf(String name, Stretch stretch, int before) {
    Tensor whole = state.get(name);
    if (name.equals(COUNT)) {
      return whole.rows(pieces.size(), pieces.size() + 1);
    }
    return whole == gradient
        ? whole.rows(stretch.from, stretch.to)
        : whole.rows(before, before + stretch.size());
  }

  /** What the gradient must be scaled by. */
  float alpha() {
    return fused ? (float) -rate : 1;
  }

  /** What must be kept of the gradient tensor's last content. */
  float beta() {
    return fused ? (float) ((Optimizer.Sgd) optimizer).momentum() : 0;
  }

  /** The learning rate in force. */
  double rate() {
    return rate;
  }

  /** Sets the learning rate; the momentum gathered so far is that of gradients, and stays. */
  void rate(double rate) {
    if (rate != this.rate && state.containsKey(STEP)) {
      for (Piece piece : pieces) {
        Tensor step = piece.kept.get(STEP);
        ops.axpy((float) (rate / this.rate - 1), step, step);
      }
    }
    this.rate = rate;
  }

  /** Takes over the rate at which {@link #state} was gathered. */
  void restore(double rate) {
    this.rate = rate;
  }

  /** Takes the step for the gradient as it is. */
  void apply() {
    boolean descends = optimizer instanceof Optimizer.Sgd && !fused;
    boolean clipsItself = descends && pieces.size() == 1;
    if (clip > 0 && !clipsItself) {
      ops.clipNorm(gradient, clip);
    }
    float limit = clip > 0 && clipsItself ? clip : Float.POSITIVE_INFINITY;
    pieces.forEach(piece -> apply(piece, limit));
  }

  private void apply(Piece piece, float limit) {
    if (optimizer instanceof Optimizer.Adam adam) {
      ops.adam(
          piece.weights,
          piece.gradient,
          piece.kept.get(FIRST),
          piece.kept.get(SECOND),
          piece.kept.get(COUNT),
          (float) rate,
          (float) adam.beta1(),
          (float) adam.beta2(),
          (float) adam.epsilon());
    } else if (optimizer instanceof Optimizer.RmsProp rms) {
      ops.rmsprop(
          piece.weights,
          piece.gradient,
          piece.kept.get(SECOND),
          (float) rate,
          (float) rms.decay(),
          (float) rms.epsilon());
    } else if (fused) {
      ops.axpy(1, piece.gradient, piece.weights);
    } else {
      float momentum = (float) ((Optimizer.Sgd) optimizer).momentum();
      ops.sgd(piece.weights, piece.gradient, piece.kept.get(STEP), (float) rate, momentum, limit);
    }
  }

  /** The tensors that a checkpoint keeps, by name. */
  Map<String, Tensor> state() {
    return state;
  }
}

package org.selftuning.layer;

import java.util.IdentityHashMap;
import java.util.Map;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/**
 * W ∗ x on images whose channels are in groups: each filter covers one of them. The filters of a
 * group lie together, group after group, for W_elem and W_hyper alike.
 */
final class GroupedProduct implements Product {
  private final Ops ops;
  private final int batch;
  private final Window window;
  private final Window part;
  private final int groups;
  private final int filters;
  private final Tensor x;
  private final Tensor y;
  private final Tensor dx;
  private final Tensor spare;
  private final Map<Tensor, Tensor[]> parts = new IdentityHashMap<>();

  /**
   * A product.
   *
   * @param window of all channels
   * @param groups how many groups they are in
   * @param filters the number of output channels
   */
  GroupedProduct(Binding binding, Window window, int groups, int filters) {
    ops = binding.ops();
    batch = binding.batch();
    this.window = window;
    this.groups = groups;
    this.filters = filters / groups;
    part = part(window, groups);
    spare = binding.response() == Response.CENTERED ? binding.tensor(input()) : null;
    if (depthwise()) {
      x = y = dx = null;
    } else {
      x = binding.tensor(batch, window.height(), window.width(), part.channels());
      dx = binding.tensor(batch, window.height(), window.width(), part.channels());
      y = binding.tensor(batch, window.outHeight(), window.outWidth(), this.filters);
    }
  }

  /** The window over the channels of one group. */
  static Window part(Window w, int groups) {
    return new Window(
        w.height(), w.width(), w.channels() / groups, w.size(), w.stride(), w.padding());
  }

  private boolean depthwise() {
    return part.channels() == 1 && filters == 1;
  }

  @Override
  public int values() {
    return part.values();
  }

  @Override
  public int positions() {
    return window.positions();
  }

  @Override
  public int[] input() {
    return new int[] {batch, window.height(), window.width(), window.channels()};
  }

  @Override
  public int[] output(int rows) {
    return new int[] {batch, window.outHeight(), window.outWidth(), rows};
  }

  /** The filters of each group, one after another: part p belongs to group p mod groups. */
  private Tensor[] parts(Tensor w) {
    return parts.computeIfAbsent(
        w,
        whole -> {
          Tensor[] views = new Tensor[whole.shape().dim(0) / filters];
          for (int p = 0; p < views.length; p++) {
            views[p] = whole.rows(p * filters, (p + 1) * filters);
          }
          return views;
        });
  }

  private void take(Tensor from, int p, int count, Tensor to) {
    ops.copyColumns(from, p * count, to, 0, count);
  }

  private void put(Tensor from, Tensor to, int p, int count) {
    ops.copyColumns(from, 0, to, p * count, count);
  }

  @Override
  public void forward(Tensor whole, Tensor w, Tensor out) {
    if (depthwise()) {
      ops.convolveChannels(whole, w, window, out);
      return;
    }
    Tensor[] each = parts(w);
    for (int g = 0; g < groups; g++) {
      take(whole, g, part.channels(), x);
      for (int p = g; p < each.length; p += groups) {
        ops.convolve(x, each[p], part, y);
        put(y, out, p, filters);
      }
    }
  }

  @Override
  public void backwardInput(Tensor dy, Tensor w, Tensor to, boolean onto) {
    Tensor whole = onto ? spare : to;
    if (depthwise()) {
      ops.convolveChannelsBackwardInput(dy, w, window, whole);
    } else {
      Tensor[] each = parts(w);
      for (int g = 0; g < groups; g++) {
        for (int p = g; p < each.length; p += groups) {
          take(dy, p, filters, y);
          ops.convolveBackwardInput(y, each[p], part, p == g ? x : dx);
          if (p > g) {
            ops.axpy(1, dx, x);
          }
        }
        put(x, whole, g, part.channels());
      }
    }
    if (onto) {
      ops.axpy(1, spare, to);
    }
  }

  @Override
  public void backwardWeight(Tensor dy, Tensor whole, float alpha, float beta, Tensor dW) {
    if (depthwise()) {
      ops.convolveChannelsBackwardFilters(dy, whole, window, alpha, beta, dW);
      return;
    }
    Tensor[] each = parts(dW);
    for (int g = 0; g < groups; g++) {
      take(whole, g, part.channels(), x);
      for (int p = g; p < each.length; p += groups) {
        take(dy, p, filters, y);
        ops.convolveBackwardFilters(y, x, part, alpha, beta, each[p]);
      }
    }
  }
}

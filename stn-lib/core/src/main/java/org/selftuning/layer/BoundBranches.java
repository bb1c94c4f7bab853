package org.selftuning.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Bound paths: their outputs are joined, and the gradients of their inputs added. */
final class BoundBranches implements ForwardMode {
  private final Ops ops;
  private final List<BoundChain> paths = new ArrayList<>();
  private final List<Tensor> parts = new ArrayList<>();
  private final boolean add;
  private final Tensor y;
  private final Tensor dx;
  private final Tensor change;
  private final Tensor penalty;

  BoundBranches(Binding binding, Branches layer, Shape input) {
    ops = binding.ops();
    add = layer.join() == Branches.Join.ADD;
    int[] extents = binding.extents(input);
    dx = binding.gradient(extents);
    for (int i = 0; i < layer.paths().size(); i++) {
      List<Layer> path = layer.paths().get(i);
      boolean residual = layer.paths().get(0).isEmpty() && layer.paths().size() == 2;
      String name = residual ? "" : (i + 1) + ".";
      paths.add(binding.path(i, () -> new BoundChain(binding, name, path, input)));
      int[] dims = binding.extents(Composition.output(path, input));
      parts.add(add ? null : binding.tensor(dims));
    }
    y = binding.tensor(binding.extents(layer.output(input)));
    change = binding.change(true, y.shape().dims());
    penalty = binding.tensor(1);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return joined(paths.stream().map(path -> path.forward(x, pass)).toList(), y);
  }

  @Override
  public Tensor jvp(Tensor dx, Pass pass) {
    List<Tensor> changes = new ArrayList<>();
    paths.forEach(path -> changes.add(path.jvp(dx, pass)));
    return changes.stream().allMatch(Objects::isNull) ? null : joined(changes, change);
  }

  /** Joins the outputs of the paths; one that is null is 0. */
  private Tensor joined(List<Tensor> outputs, Tensor to) {
    if (add) {
      return sum(outputs, to);
    }
    int at = 0;
    for (int i = 0; i < outputs.size(); i++) {
      int width = parts.get(i).shape().dim(-1);
      Tensor part = outputs.get(i);
      if (part == null) {
        part = parts.get(i);
        ops.fill(part, 0);
      }
      ops.copyColumns(part, 0, to, at, width);
      at += width;
    }
    return to;
  }

  private Tensor sum(List<Tensor> terms, Tensor to) {
    boolean first = true;
    for (Tensor term : terms) {
      if (term != null && first) {
        ops.copy(term, to);
        first = false;
      } else if (term != null) {
        ops.axpy(1, term, to);
      }
    }
    return first ? null : to;
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    List<Tensor> gradients = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < paths.size(); i++) {
      Tensor part = dy;
      if (!add) {
        part = parts.get(i);
        int width = part.shape().dim(-1);
        ops.copyColumns(dy, at, part, 0, width);
        at += width;
      }
      gradients.add(paths.get(i).backward(part, pass));
    }
    return dx == null ? null : sum(gradients, dx);
  }

  @Override
  public void finish(Pass pass) {
    paths.forEach(path -> path.finish(pass));
  }

  @Override
  public void collapse(Pass pass) {
    paths.forEach(path -> path.collapse(pass));
  }

  @Override
  public void reset(Pass.Mode mode) {
    paths.forEach(path -> path.reset(mode));
  }

  @Override
  public Tensor penalty() {
    return sum(paths.stream().map(BoundChain::penalty).toList(), penalty);
  }
}

package org.selftuning.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * A plan on an engine. Its memory is allocated once, and freed with the engine; a run allocates
 * nothing.
 */
public final class Execution {
  private final Ops ops;
  private final Plan plan;
  private final Map<Node, Tensor> tensors;
  private final List<Call> prepared = new ArrayList<>();
  private final List<Call> repeated = new ArrayList<>();
  private final List<Addition> additions = new ArrayList<>();

  /** One engine call; {@code adds} if its output is a target, to which it adds. */
  private record Call(Primitive primitive, Operands operands, boolean adds) {}

  /** A gradient that is computed into {@code from}, and then added to {@code to}. */
  private record Addition(Tensor from, Tensor to) {}

  /**
   * Allocates memory.
   *
   * @param given the tensor of every leaf that the plan reads
   * @param targets for each node whose gradient the pass has, where it is accumulated
   * @throws IllegalArgumentException if a leaf or a target is missing, or has another size
   */
  public Execution(Plan plan, Ops ops, Map<Node, Tensor> given, Map<Node, Tensor> targets) {
    this.ops = ops;
    this.plan = plan;
    tensors = new HashMap<>();
    int floats = Math.toIntExact(Math.max(1, plan.peakBytes() / Float.BYTES));
    Tensor memory = ops.tensor(floats);
    Map<Placement, Tensor> views = new HashMap<>();
    for (Node n : Graph.order(plan.pass().results())) {
      if (n.given()) {
        tensors.put(n, checked(n.primitive().toString(), given.get(n), n));
      } else if (plan.place(n) != null) {
        int[] dims = n.extents().dims();
        tensors.put(
            n, views.computeIfAbsent(plan.place(n), place -> view(memory, place).reshape(dims)));
      }
    }
    Map<Node, Tensor> direct = new HashMap<>();
    plan.pass()
        .gradients()
        .forEach(
            (of, gradient) -> {
              Tensor target = checked("the gradient of " + of, targets.get(of), of);
              if (plan.direct(gradient)) {
                direct.put(gradient, target);
              } else {
                additions.add(new Addition(tensors.get(gradient), target));
              }
            });
    plan.prepared().forEach(n -> prepared.add(call(n, memory, direct)));
    plan.repeated().forEach(n -> repeated.add(call(n, memory, direct)));
    prepare();
  }

  private static Tensor checked(String what, Tensor tensor, Node node) {
    if (tensor == null || tensor.size() != node.extents().size()) {
      throw new IllegalArgumentException(
          what
              + " needs a tensor of "
              + node.extents()
              + ", but "
              + (tensor == null ? "none was given" : "was given one of " + tensor.shape()));
    }
    return tensor.reshape(node.extents().dims());
  }

  private static Tensor view(Tensor memory, Placement place) {
    return memory.rows(place.offset(), place.offset() + place.size());
  }

  private Call call(Node n, Tensor memory, Map<Node, Tensor> direct) {
    List<Tensor> inputs = n.inputs().stream().map(tensors::get).toList();
    Placement room = plan.room(n);
    Tensor out = direct.getOrDefault(n, tensors.get(n));
    return new Call(
        n.primitive(),
        new Operands(inputs, out, room == null ? null : view(memory, room)),
        plan.direct(n));
  }

  /** Computes what stays from run to run; to be called when what it depends on has changed. */
  public void prepare() {
    for (Call call : prepared) {
      call.primitive.forward(ops, call.operands);
    }
  }

  /**
   * Runs the pass: each target ← beta·target + alpha·gradient.
   *
   * @param alpha scale of the gradients
   * @param beta what is kept of the targets
   */
  public void run(float alpha, float beta) {
    for (Call call : repeated) {
      if (call.adds) {
        ((Accumulating) call.primitive).accumulate(ops, call.operands, alpha, beta);
      } else {
        call.primitive.forward(ops, call.operands);
      }
    }
    for (Addition addition : additions) {
      if (beta == 0) {
        ops.fill(addition.to, 0);
      } else if (beta != 1) {
        ops.axpy(beta - 1, addition.to, addition.to);
      }
      ops.axpy(alpha, addition.from, addition.to);
    }
  }

  /** Runs a pass that has no gradients. */
  public void run() {
    run(1, 0);
  }

  /**
   * The tensor of a result, until the next run.
   *
   * @throws IllegalArgumentException if the plan has no such result
   */
  public Tensor tensor(Node result) {
    if (!plan.pass().results().contains(result) || !tensors.containsKey(result)) {
      throw new IllegalArgumentException(result + " is no result that is kept");
    }
    return tensors.get(result);
  }
}

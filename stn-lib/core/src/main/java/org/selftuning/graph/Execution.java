package org.selftuning.graph;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * A plan on an engine. Its memory is allocated once, and freed with the engine; a run allocates
 * nothing.
 *
 * <p>What is given is bound to its tensor before the phase that reads it; binding another tensor of
 * the same size is allowed between runs.
 */
public final class Execution {
  private final Ops ops;
  private final Plan plan;
  private final Map<Plan.Region, Tensor> memory = new EnumMap<>(Plan.Region.class);
  private final Map<Node, Tensor> given = new HashMap<>();
  private final Map<Node, Tensor> targets = new HashMap<>();
  private final Map<Node, Tensor> tensors = new HashMap<>();
  private final Map<Plan.Phase, List<Call>> calls = new EnumMap<>(Plan.Phase.class);
  private List<Call> preparing;

  /** One engine call; {@code adds} if its output is a target, to which it adds. */
  private record Call(Primitive primitive, Operands operands, boolean adds) {}

  /**
   * Allocates the memory of what is computed once.
   *
   * @param working that region's memory, of its size or more; null if it is empty
   * @param gradients that region's memory, of its size or more; null if it is empty
   */
  public Execution(Plan plan, Ops ops, Tensor working, Tensor gradients) {
    this.ops = ops;
    this.plan = plan;
    memory.put(Plan.Region.KEPT, own(plan, ops, Plan.Region.KEPT));
    memory.put(Plan.Region.WORKING, working);
    memory.put(Plan.Region.GRADIENTS, gradients);
    plan.prepared().stream().filter(Plan::isTable).map(this::call).forEach(this::run);
  }

  /** An execution with memory of its own. */
  public static Execution alone(Plan plan, Ops ops) {
    return new Execution(
        plan, ops, own(plan, ops, Plan.Region.WORKING), own(plan, ops, Plan.Region.GRADIENTS));
  }

  private static Tensor own(Plan plan, Ops ops, Plan.Region region) {
    long floats = plan.floats(region);
    return floats == 0 ? null : ops.tensor(Math.toIntExact(floats));
  }

  /**
   * Says what is given. A leaf that the plan does not read may be bound too.
   *
   * @throws IllegalArgumentException if the tensor has another size
   */
  public void bind(Node leaf, Tensor tensor) {
    if (given.get(leaf) != tensor && given.put(leaf, checked("", leaf, tensor)) != null) {
      forgetCalls();
    }
  }

  /**
   * Says where the gradient of a node is added.
   *
   * @throws IllegalArgumentException if the tensor has another size
   */
  public void accumulate(Node of, Tensor target) {
    if (targets.get(of) != target
        && targets.put(of, checked("the gradient of ", of, target)) != null) {
      forgetCalls();
    }
  }

  /**
   * Calls name their tensors, so they are made again; tensors in this execution's own memory stay.
   */
  private void forgetCalls() {
    tensors.keySet().removeIf(n -> Plan.storage(n).given());
    calls.clear();
    preparing = null;
  }

  private static Tensor checked(String what, Node node, Tensor tensor) {
    if (tensor == null || tensor.size() != node.extents().size()) {
      throw new IllegalArgumentException(
          what
              + node.primitive()
              + " needs a tensor of "
              + node.extents()
              + ", but "
              + (tensor == null ? "none was given" : "was given one of " + tensor.shape()));
    }
    return tensor;
  }

  private Tensor find(Node n) {
    Tensor tensor = tensors.get(n);
    if (tensor == null) {
      tensor = found(n).reshape(n.extents().dims());
      tensors.put(n, tensor);
    }
    return tensor;
  }

  private Tensor found(Node n) {
    if (n.given()) {
      return checked("", n, given.get(n));
    }
    if (n.primitive() instanceof View view) {
      return view.of(find(n.input(0)), n.extents().dims());
    }
    Placement place = plan.place(n);
    for (Map.Entry<Node, Tensor> other : tensors.entrySet()) {
      Node o = other.getKey(); // one tensor for all that share a place and a shape
      if (plan.place(o) == place && o.extents().equals(n.extents())) {
        return other.getValue();
      }
    }
    return view(place);
  }

  private Tensor view(Placement place) {
    return memory.get(place.region()).rows(place.offset(), place.offset() + place.size());
  }

  private List<Call> calls(List<Node> nodes) {
    List<Call> made = new ArrayList<>();
    for (Node n : nodes) {
      made.add(call(n));
    }
    return made;
  }

  private Call call(Node n) {
    List<Tensor> inputs = n.inputs().stream().map(this::find).toList();
    Placement room = plan.room(n);
    Tensor workspace = room == null ? null : view(room);
    boolean adds = plan.direct(n);
    Tensor out = adds ? target(of(n)) : find(n);
    return new Call(n.primitive(), new Operands(inputs, out, workspace), adds);
  }

  /** Whose gradient a node is. */
  private Node of(Node gradient) {
    for (Map.Entry<Node, Node> each : plan.pass().gradients().entrySet()) {
      if (each.getValue() == gradient) {
        return each.getKey();
      }
    }
    throw new IllegalStateException(gradient + " is no gradient");
  }

  private Tensor target(Node of) {
    return checked("the gradient of ", of, targets.get(of)).reshape(of.extents().dims());
  }

  /** Computes what stays from run to run; to be called when what it depends on has changed. */
  public void prepare() {
    preparing = calls(plan.prepared().stream().filter(n -> !Plan.isTable(n)).toList());
    preparing.forEach(this::run);
  }

  private void run(Call call) {
    call.primitive.forward(ops, call.operands);
  }

  private void run(Plan.Phase phase, float alpha, float beta) {
    if (preparing == null) {
      prepare();
    }
    for (Call call : calls.computeIfAbsent(phase, p -> calls(plan.repeated(p)))) {
      if (call.adds) {
        ((Accumulating) call.primitive).accumulate(ops, call.operands, alpha, beta);
      } else {
        run(call);
      }
    }
  }

  /** Computes and returns the output, which stays until the next run. */
  public Tensor forward() {
    run(Plan.Phase.FORWARD, 1, 0);
    return find(plan.pass().output());
  }

  /** Copies what the last forward run carries on by this name. */
  public void carry(String name, Tensor to) {
    ops.copy(find(plan.pass().carries().get(name)), to);
  }

  /** Computes and returns how the output moves; null where it does not. */
  public Tensor tangent() {
    run(Plan.Phase.TANGENT, 1, 0);
    Node change = plan.pass().change();
    return change == null ? null : find(change);
  }

  /**
   * Computes the gradients: each target ← beta·target + alpha·gradient.
   *
   * @param alpha scale of the gradients
   * @param beta what is kept of the targets
   * @return the gradient of the input; null if it is not wanted, or is 0
   */
  public Tensor backward(float alpha, float beta) {
    run(Plan.Phase.BACKWARD, alpha, beta);
    plan.pass()
        .gradients()
        .forEach(
            (of, gradient) -> {
              if (!plan.direct(gradient)) {
                add(find(gradient), target(of), alpha, beta);
              }
            });
    Node dInput = plan.pass().dInput();
    return dInput == null ? null : find(dInput);
  }

  private void add(Tensor gradient, Tensor target, float alpha, float beta) {
    if (beta == 0) {
      ops.fill(target, 0);
    } else if (beta != 1) {
      ops.axpy(beta - 1, target, target);
    }
    ops.axpy(alpha, gradient, target);
  }

  /** The penalty [1] of the last backward run; null if there is none. */
  public Tensor penalty() {
    return plan.pass().penalty() == null ? null : find(plan.pass().penalty());
  }
}

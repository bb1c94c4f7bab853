package org.selftuning.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selftuning.graph.Execution;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.graph.Passes;
import org.selftuning.graph.Plan;
import org.selftuning.graph.Rows;
import org.selftuning.graph.Weight;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** A bound layer that is nothing but its formula: each pass is derived from that. */
final class BoundFormula implements ForwardMode {
  private static final String RESPONSE = "response";

  private final Ops ops;
  private final GateInputs gateInputs;
  private final Graph graph;
  private final Passes passes;
  private final Node input;
  private final Map<Kind, Execution> executions = new LinkedHashMap<>();
  private final Map<Weight, Parameter> parameters = new LinkedHashMap<>();
  private final Map<Weight, Parameter> gates = new LinkedHashMap<>();

  /** Zeros for an input that does not move; null where it always does, or never. */
  private final Tensor still;

  /**
   * Where training passes add what {@link GateInputs} learn from, scaled as they scale gradients.
   */
  private final Tensor scaled;

  private final Map<String, Carried> carried = new LinkedHashMap<>();

  private Execution last;

  /**
   * What is carried from minibatch to minibatch: as a pass begins, and as each of its purpose left
   * it.
   */
  private record Carried(Node leaf, Tensor before, Map<String, Tensor> after) {}

  /**
   * What passes differ in.
   *
   * @param rows whether all examples share the hyperparameters
   */
  private record Kind(Pass.Mode mode, Pass.Learns learns, Rows rows) {
    static Kind of(Pass pass) {
      Tensor given = pass.values() != null ? pass.values() : pass.z();
      boolean one = given == null || given.shape().dim(0) == 1;
      return new Kind(pass.mode(), pass.learns(), one ? Rows.ONE : Rows.BATCH);
    }
  }

  BoundFormula(Binding binding, Layer layer, Shape example) {
    ops = binding.ops();
    gateInputs = binding.gateInputs();
    boolean toInput = binding.needsInputGradient();
    boolean moves = toInput && binding.response() == Response.LINEARIZED;
    still = moves && !binding.inputMoves() ? binding.tensor(binding.extents(example)) : null;
    graph = new Graph(binding.setting());
    input = graph.input("x", binding.type(example));
    Node output = layer.apply(graph, input);
    scaled =
        graph.responds() && gateInputs.combines()
            ? binding.tensor(binding.batch(), gateInputs.width())
            : null;
    passes = new Passes(input, output, toInput);
    declareWeights(binding);
    graph.carries().forEach((name, next) -> carried.put(name, carried(binding, name, next)));
    plan(binding, moves);
  }

  private Carried carried(Binding binding, String name, Node next) {
    Node leaf = graph.carried(name, next.shape().size());
    int[] dims = leaf.extents().dims();
    Map<String, Tensor> after = new LinkedHashMap<>();
    for (Pass.Mode mode : Pass.Mode.values()) {
      String purpose = purpose(mode);
      after.put(purpose, binding.carry(name + " " + purpose, dims));
    }
    if (binding.response().centered()) {
      after.put(RESPONSE, binding.carry(name + " " + RESPONSE, dims));
    }
    return new Carried(leaf, binding.tensor(dims), after);
  }

  private static String purpose(Pass.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** The general and the response parameters each go through the text with a state of their own. */
  private static String purpose(Pass pass) {
    return pass.parted() && !pass.learnsGeneral() ? RESPONSE : purpose(pass.mode());
  }

  private void declareWeights(Binding binding) {
    for (Weight w : graph.weights()) {
      int[] dims = w.both().shape().dims();
      if (w.responds()) {
        binding.part(
            w.name(),
            () -> {
              parameters.put(w, binding.pair("weight", w.initial(), dims));
              return gates.put(w, gate(binding, w));
            });
      } else {
        parameters.put(w, binding.plain(w.name(), w.initial(), dims));
      }
    }
  }

  private static Parameter gate(Binding binding, Weight w) {
    int rows = w.gateMatrix().shape().dim(0);
    return w.respondsTo() == null ? binding.gate(rows) : binding.gateOf(w.respondsTo(), rows);
  }

  /**
   * Plans the passes that there may be. They share memory, as one runs at a time, and the memory of
   * gradients with other layers.
   */
  private void plan(Binding binding, boolean moves) {
    Map<Kind, org.selftuning.graph.Pass> wanted = new LinkedHashMap<>();
    Response response = binding.response();
    for (Rows rows : graph.responds() ? List.of(Rows.ONE, Rows.BATCH) : List.of(Rows.ONE)) {
      wanted.put(new Kind(Pass.Mode.TRAIN, Pass.Learns.ALL, rows), passes.training(rows));
      wanted.put(new Kind(Pass.Mode.VALIDATE, Pass.Learns.NOTHING, rows), passes.validation(rows));
      if (response.centered()) {
        wanted.put(new Kind(Pass.Mode.TRAIN, Pass.Learns.GENERAL, rows), passes.general(rows));
      }
    }
    wanted.put(new Kind(Pass.Mode.EVALUATE, Pass.Learns.NOTHING, Rows.ONE), passes.evaluation());
    if (graph.responds() && response.centered()) {
      wanted.put(new Kind(Pass.Mode.TRAIN, Pass.Learns.RESPONSE, Rows.BATCH), passes.response());
    }
    if (graph.responds() && response == Response.LINEARIZED) {
      wanted.put(
          new Kind(Pass.Mode.TRAIN, Pass.Learns.LINEARIZED, Rows.BATCH), passes.linearized(moves));
    }
    Map<Kind, Plan> plans = new LinkedHashMap<>();
    wanted.forEach(
        (kind, pass) -> plans.put(kind, new Plan(pass, passes.inputChange(), passes.dOutput())));
    int floats = most(plans, Plan.Region.WORKING);
    Tensor working = floats == 0 ? null : binding.tensor(floats);
    int back = most(plans, Plan.Region.GRADIENTS);
    boolean handsOn = plans.values().stream().anyMatch(Plan::handsOn);
    Tensor gradients = back == 0 ? null : handsOn ? binding.tensor(back) : binding.backward(back);
    plans.forEach(
        (kind, plan) -> executions.put(kind, new Execution(plan, ops, working, gradients)));
  }

  private static int most(Map<Kind, Plan> plans, Plan.Region region) {
    long floats = plans.values().stream().mapToLong(plan -> plan.floats(region)).max().orElse(0);
    return Math.toIntExact(floats);
  }

  private Execution begin(Pass pass) {
    Kind kind = Kind.of(pass);
    last = executions.get(kind);
    if (pass.z() != null) {
      last.bind(graph.z(kind.rows), gateInputs.of(pass));
      last.bind(graph.unconstrained(kind.rows), pass.z());
    }
    if (pass.values() != null) {
      last.bind(graph.values(kind.rows), pass.values());
    }
    parameters.forEach(this::bind);
    return last;
  }

  private void bind(Weight w, Parameter p) {
    last.bind(w.both(), p.value());
    if (w.responds()) {
      last.bind(w.elem(), p.elem(p.value()));
      last.bind(w.hyper(), p.hyper(p.value()));
      last.accumulate(w.elem(), p.elem(p.gradient()));
      last.accumulate(w.hyper(), p.hyper(p.gradient()));
      last.bind(w.gateMatrix(), gates.get(w).value());
      last.accumulate(w.gateMatrix(), gates.get(w).gradient());
    } else {
      last.accumulate(w.elem(), p.gradient());
    }
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Execution execution = begin(pass);
    execution.bind(input, x);
    String purpose = purpose(pass);
    for (Carried each : carried.values()) {
      ops.copy(each.after.get(purpose), each.before);
      execution.bind(each.leaf, each.before);
    }
    Tensor y = execution.forward();
    carried.forEach((name, each) -> execution.carry(name, each.after.get(purpose)));
    return y;
  }

  @Override
  public void reset(Pass.Mode mode) {
    for (Carried each : carried.values()) {
      ops.fill(each.after.get(purpose(mode)), 0);
      if (mode == Pass.Mode.TRAIN && each.after.containsKey(RESPONSE)) {
        ops.fill(each.after.get(RESPONSE), 0);
      }
    }
  }

  @Override
  public Tensor jvp(Tensor dx, Pass pass) {
    if (dx != null || still != null) {
      last.bind(passes.inputChange(), dx == null ? still : dx);
    }
    return last.tangent();
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    last.bind(passes.dOutput(), dy);
    Tensor further = gateInputs.gradient(pass);
    Node z = further == null ? null : graph.z(pass.shared() ? Rows.ONE : Rows.BATCH);
    if (!pass.training()) {
      if (further != null) {
        last.accumulate(z, further);
        last.accumulate(graph.unconstrained(pass.shared() ? Rows.ONE : Rows.BATCH), pass.dz());
      }
      return last.backward(1, 1);
    }
    if (further == null || !graph.responds()) {
      return last.backward(pass.alpha(), pass.beta());
    }
    Tensor scaled = this.scaled.rows(0, further.shape().dim(0));
    ops.fill(scaled, 0);
    last.accumulate(z, scaled);
    Tensor dx = last.backward(pass.alpha(), pass.beta());
    ops.axpy(1 / pass.alpha(), scaled, further);
    return dx;
  }

  @Override
  public void collapse(Pass pass) {
    begin(pass).prepare();
  }

  @Override
  public Tensor penalty() {
    return last == null ? null : last.penalty();
  }
}

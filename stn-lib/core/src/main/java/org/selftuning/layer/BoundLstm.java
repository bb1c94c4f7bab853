package org.selftuning.layer;

import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * A layer of long short-term memory, gated or not, bound to a batch size and an engine. The
 * products of the input are one matrix product for all T steps, and so are the gradients of all
 * weights; only what a step needs of the step before it is computed step by step.
 */
final class BoundLstm implements BoundRecurrent {
  private final Ops ops;
  private final int batch;
  private final int steps;
  private final int inputs;

  // The input's part: a linear layer on all T·B rows, whose output the steps turn into activations.
  private final ForwardMode input;
  private final Tensor sums;

  // The part of the last h.
  private final Parameter weight;
  private final Parameter bias;
  private final Gates gates;
  private final DropConnect dropConnect;
  private final Tensor products;
  private final Tensor oneProduct;
  private final Tensor dProduct;
  private final Tensor oneWeight;
  private final Tensor oneBias;
  private final Tensor hyper;

  // Rows of the state before the first step, then of every step.
  private final Tensor h;
  private final Tensor c;
  private final Tensor output;
  private final Tensor outputBefore;
  private final Tensor[] hAt;
  private final Tensor[] cAt;
  private final Tensor[] sumsAt;
  private final Tensor[] productsAt;
  private final Map<Tensor, Tensor[]> gradientSteps = new IdentityHashMap<>();
  private final Map<Tensor, Tensor[]> changeSteps = new IdentityHashMap<>();

  private final Map<Pass.Mode, RecurrentState> states = new EnumMap<>(Pass.Mode.class);
  private final RecurrentState responseState;
  private final RecurrentState dState;
  private final Tensor dc;
  private final Tensor change;
  private final Tensor[] changeAt;
  private Tensor kept;
  private Tensor applied;
  private Tensor open;

  BoundLstm(Binding binding, Shape shape, int units, Quantity rate, boolean gated) {
    ops = binding.ops();
    batch = binding.batch();
    steps = shape.dim(0);
    inputs = shape.dim(1);
    int rows = steps * batch;
    int width = 4 * units;
    binding.beginSequence(steps);
    if (gated) {
      BoundGatedAffine linear =
          binding.part("input", () -> GatedLinear.bound(binding, rows, inputs, width));
      input = linear;
      sums = linear.output();
    } else {
      BoundAffine linear = binding.part("input", () -> Linear.bound(binding, rows, inputs, width));
      input = linear;
      sums = linear.output();
    }
    Initializer start = Initializer.fanIn(units);
    weight =
        gated
            ? binding.pair("hidden.weight", start, 2 * width, units)
            : binding.plain("hidden.weight", start, width, units);
    bias =
        gated
            ? binding.pair("hidden.bias", start, 2 * width)
            : binding.plain("hidden.bias", start, width);
    gates = gated ? new Gates(binding, "hidden.gate", 2 * width) : null;
    dropConnect =
        rate.equals(Quantity.of(0)) ? null : new DropConnect(binding, rate, weight, width, units);
    products = gated ? binding.tensor(rows, 2 * width) : null;
    dProduct = gated ? binding.tensor(batch, 2 * width) : null;
    hyper = gated ? products.reshape(2 * rows, width).rows(0, rows) : null;
    oneProduct = binding.tensor(batch, width);
    oneWeight = gated ? binding.tensor(width, units) : null;
    oneBias = gated ? binding.tensor(width) : null;
    h = binding.tensor(rows + batch, units);
    c = binding.tensor(rows + batch, units);
    output = h.rows(batch, rows + batch);
    outputBefore = h.rows(0, rows);
    hAt = steps(h, steps + 1);
    cAt = steps(c, steps + 1);
    sumsAt = steps(sums, steps);
    productsAt = gated ? steps(products, steps) : null;
    for (Pass.Mode mode : Pass.Mode.values()) {
      states.put(mode, carried(binding, mode.name().toLowerCase(Locale.ROOT), units));
    }
    responseState = binding.response().centered() ? carried(binding, "response", units) : null;
    dState = new RecurrentState(binding.tensor(batch, units), binding.tensor(batch, units));
    dc = binding.change(true, batch, units);
    change = binding.change(true, rows, units);
    changeAt = change == null ? null : steps(change, steps);
  }

  private RecurrentState carried(Binding binding, String name, int units) {
    return new RecurrentState(
        binding.carry("h " + name, batch, units), binding.carry("c " + name, batch, units));
  }

  /** Views of the rows of each step. */
  private Tensor[] steps(Tensor tensor, int count) {
    Tensor[] views = new Tensor[count];
    for (int t = 0; t < count; t++) {
      views[t] = tensor.rows(t * batch, (t + 1) * batch);
    }
    return views;
  }

  @Override
  public RecurrentState state(Pass.Mode mode) {
    return states.get(mode);
  }

  @Override
  public void reset(Pass.Mode mode) {
    ops.fill(states.get(mode).h(), 0);
    ops.fill(states.get(mode).c(), 0);
    if (mode == Pass.Mode.TRAIN && responseState != null) {
      ops.fill(responseState.h(), 0);
      ops.fill(responseState.c(), 0);
    }
  }

  /** The general and the response parameters each go through the text with a state of their own. */
  private RecurrentState carried(Pass pass) {
    return pass.parted() && !pass.learnsGeneral() ? responseState : states.get(pass.mode());
  }

  @Override
  public void collapse(Pass pass) {
    if (gates != null) {
      input.collapse(pass);
      Tensor open = gates.open(pass);
      ops.collapseWeight(weight.value(), open, oneWeight);
      ops.collapseBias(bias.value(), open, oneBias);
    }
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    boolean collapsed = gates != null && pass.mode() == Pass.Mode.EVALUATE;
    boolean closed = gates != null && (pass.learns() == Pass.Learns.GENERAL || pass.linearized());
    boolean paired = gates != null && !collapsed && !closed;
    input.forward(x.reshape(steps * batch, inputs), pass);
    kept = weight.value();
    if (dropConnect != null && pass.training()) {
      kept = dropConnect.drop(pass);
    }
    applied = collapsed ? oneWeight : closed ? weight.elem(kept) : kept;
    open = paired ? gates.open(pass) : null;
    if (!paired) {
      Tensor closedBias = gates == null ? bias.value() : bias.elem(bias.value());
      ops.addBias(sums, collapsed ? oneBias : closedBias, sums);
    }
    RecurrentState carried = carried(pass);
    ops.copy(carried.h(), hAt[0]);
    ops.copy(carried.c(), cAt[0]);
    for (int t = 0; t < steps; t++) {
      Tensor product = paired ? productsAt[t] : oneProduct;
      ops.matmul(hAt[t], false, applied, true, 1, 0, product);
      ops.lstmCell(
          sumsAt[t],
          product,
          paired ? bias.value() : null,
          open,
          cAt[t],
          sumsAt[t],
          cAt[t + 1],
          hAt[t + 1]);
    }
    ops.copy(hAt[steps], carried.h());
    ops.copy(cAt[steps], carried.c());
    return output;
  }

  @Override
  public Tensor jvp(Tensor dx, Pass pass) {
    Tensor da = input.jvp(dx == null ? null : dx.reshape(steps * batch, inputs), pass);
    if (da == null) {
      return null;
    }
    if (gates != null) {
      hyperProduct();
      ops.respond(hyper, bias.hyper(bias.value()), gates.open(pass), 1, da);
    }
    Tensor[] daAt = changeSteps.computeIfAbsent(da, whole -> steps(whole, steps));
    ops.fill(dc, 0);
    for (int t = 0; t < steps; t++) {
      if (t > 0) {
        ops.matmul(changeAt[t - 1], false, applied, true, 1, 1, daAt[t]);
      }
      ops.lstmCellTangent(sumsAt[t], cAt[t], cAt[t + 1], daAt[t], dc, changeAt[t]);
    }
    return change;
  }

  /** H of all steps at once, from the weights that this pass kept. */
  private void hyperProduct() {
    ops.matmul(outputBefore, false, weight.hyper(kept), true, 1, 0, hyper);
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    ops.fill(dState.h(), 0);
    ops.fill(dState.c(), 0);
    return backward(dy, dState, pass);
  }

  @Override
  public Tensor backward(Tensor dy, RecurrentState dState, Pass pass) {
    throughTime(dy, dState, pass);
    if (pass.parted()) {
      partBackward(pass);
      return input.backward(sums, pass);
    }
    boolean training = pass.training();
    if (gates != null) {
      ops.gateBackward(
          sums,
          products,
          bias.value(),
          gates.last(),
          1,
          gates.gradient(),
          pass.alpha(),
          pass.beta(),
          training ? bias.gradient() : null);
      gates.backward(pass);
    } else if (training) {
      ops.columnSums(sums, pass.alpha(), pass.beta(), bias.gradient());
    }
    if (training) {
      Tensor dProducts = gates == null ? sums : products;
      weightBackward(dProducts, kept, weight.gradient(), pass);
    }
    return input.backward(sums, pass);
  }

  /**
   * Accumulates the gradient of the general, or of the response parameters of the last h's part.
   */
  private void partBackward(Pass pass) {
    if (pass.learnsGeneral()) {
      boolean pair = gates != null;
      Tensor gradient = weight.gradient();
      Tensor dBias = bias.gradient();
      ops.columnSums(sums, pass.alpha(), pass.beta(), pair ? bias.elem(dBias) : dBias);
      weightBackward(
          sums, pair ? weight.elem(kept) : kept, pair ? weight.elem(gradient) : gradient, pass);
    } else if (gates != null) {
      if (!pass.linearized()) {
        hyperProduct();
      }
      ops.respondBackward(
          sums,
          hyper,
          bias.hyper(bias.value()),
          gates.last(),
          1,
          gates.gradient(),
          pass.alpha(),
          pass.beta(),
          bias.hyper(bias.gradient()));
      gates.backward(pass);
      weightBackward(hyper, weight.hyper(kept), weight.hyper(weight.gradient()), pass);
    }
  }

  /**
   * Accumulates the gradient of recurrent weights.
   *
   * @param keptPart those of them that DropConnect kept, no longer needed
   */
  private void weightBackward(Tensor dProducts, Tensor keptPart, Tensor gradient, Pass pass) {
    if (dropConnect != null) {
      dropConnect.backward(dProducts, outputBefore, keptPart, gradient, pass);
    } else {
      ops.matmul(dProducts, true, outputBefore, false, pass.alpha(), pass.beta(), gradient);
    }
  }

  /** From the last step to the first: activations become gradients of the sums. */
  private void throughTime(Tensor dy, RecurrentState dState, Pass pass) {
    Tensor[] dyAt = gradientSteps.computeIfAbsent(dy, whole -> steps(whole, steps));
    boolean one = open == null || pass.shared();
    if (open != null && one) {
      ops.collapseWeight(applied, open, oneWeight);
    }
    Tensor w = open != null && one ? oneWeight : applied;
    for (int t = steps - 1; t >= 0; t--) {
      ops.lstmCellBackward(
          dyAt[t],
          dState.h(),
          dState.c(),
          sumsAt[t],
          cAt[t],
          cAt[t + 1],
          one ? null : open,
          sumsAt[t],
          one ? null : dProduct);
      ops.matmul(one ? sumsAt[t] : dProduct, false, w, false, 1, 0, dState.h());
    }
  }

  /** Weights of the recurrent product that are dropped for a minibatch. */
  private static final class DropConnect {
    private final Ops ops;
    private final Parameter weight;
    private final Binding.Reading rate;
    private final RandomStream stream;
    private final int rows;
    private final Tensor mask;
    private final Tensor dropped;

    DropConnect(Binding binding, Quantity quantity, Parameter weight, int rows, int columns) {
      ops = binding.ops();
      this.weight = weight;
      this.rows = rows;
      rate = binding.read(quantity);
      stream = binding.stream("drop-connect");
      mask = binding.tensor(rows, columns);
      dropped = binding.tensor(weight.shape().dims());
    }

    /** Draws a mask and returns the weights that are left. */
    Tensor drop(Pass pass) {
      ops.dropoutMask(stream, rate.in(pass), rate.column(), rows, mask);
      ops.scaleRows(weight.value(), mask, 1, dropped);
      return dropped;
    }

    /** Accumulates the gradient of the weights, or of one half; {@code spare} is of its shape. */
    void backward(Tensor dProducts, Tensor before, Tensor spare, Tensor gradient, Pass pass) {
      if (pass.beta() == 0) {
        ops.matmul(dProducts, true, before, false, pass.alpha(), 0, gradient);
        ops.scaleRows(gradient, mask, 1, gradient);
        return;
      }
      ops.matmul(dProducts, true, before, false, pass.alpha(), 0, spare);
      ops.scaleRows(spare, mask, 1, spare);
      ops.axpy(pass.beta() - 1, gradient, gradient);
      ops.axpy(1, spare, gradient);
    }
  }
}

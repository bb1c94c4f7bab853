package org.selftuning.golden;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.GatedConv2d;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Single layers: forward, and the gradients of sum(output ⊙ R). */
final class LayerCases {
  private LayerCases() {}

  static void gatedLinear(Vectors v, Ops ops, Comparison comparison) {
    Layer layer = new GatedLinear(v.parameterShape("elem_weight")[0]);
    new Trial(v, ops, comparison, Order.AS_IS).run(layer, Shape.of(v.inputShape("x")[1]));
  }

  static void gatedConv2d(Vectors v, Ops ops, Comparison comparison) {
    int[] images = v.inputShape("x");
    Layer layer =
        new GatedConv2d(
            v.parameterShape("elem_weight")[0],
            v.config("kernel").getAsInt(),
            v.config("stride").getAsInt(),
            v.config("padding").getAsInt());
    new Trial(v, ops, comparison, Order.CHANNELS_LAST)
        .run(layer, Shape.of(images[2], images[3], images[1]));
  }

  /** One layer with the vectors' parameters. */
  private record Trial(Vectors v, Ops ops, Comparison comparison, Order order) {

    void run(Layer layer, Shape input) {
      int batch = v.inputShape("x")[0];
      int n = v.inputShape("htensor")[1];
      Binding binding = new Binding(ops, batch, space(n), 0);
      binding.plain("before", new Initializer.Constant(0), 1); // so that dx is wanted
      binding.enter("layer");
      BoundLayer bound = layer.bind(binding, input);
      binding.parameters().place(ops, 0);
      Parameter weight = binding.parameters().list().get(1);
      Parameter bias = binding.parameters().list().get(2);
      Parameter gate = binding.parameters().list().get(3);
      weight.elem(weight.value()).write(parameter("elem_weight"));
      weight.hyper(weight.value()).write(parameter("hyper_weight"));
      fill(bias, v, "elem_bias", "hyper_bias");
      gate.value().write(v.parameter("scalars_weight"));
      Tensor x = ops.tensor(input.prepend(batch).dims());
      x.write(order.ours(v.input("x"), v.inputShape("x")));
      Tensor z = tensor(ops, v, "htensor");
      Tensor r = ops.tensor(layer.output(input).prepend(batch).dims());
      r.write(order.ours(v.input("R"), v.inputShape("R")));
      Tensor dz = ops.tensor(batch, n);

      Pass train = Pass.train(z, z, 1, 0);
      Tensor y = bound.forward(x, train);
      check("output", v.output("output"), v.inputShape("R"), y);
      Tensor dx = bound.backward(r, train);
      check("x", v.gradient("x"), v.inputShape("x"), dx);
      int[] filters = v.parameterShape("elem_weight");
      check("elem_weight", v.gradient("elem_weight"), filters, weight.elem(weight.gradient()));
      check("hyper_weight", v.gradient("hyper_weight"), filters, weight.hyper(weight.gradient()));
      compare(comparison, bias, v, "elem_bias", "hyper_bias");
      comparison.check("scalars_weight", v.gradient("scalars_weight"), gate.gradient().toArray());

      Pass validate = Pass.validate(z, z, dz);
      bound.forward(x, validate);
      bound.backward(r, validate);
      comparison.check("htensor", v.gradient("htensor"), dz.toArray());
    }

    private float[] parameter(String name) {
      return order.ours(v.parameter(name), v.parameterShape(name));
    }

    private void check(String name, double[] expected, int[] dims, Tensor actual) {
      comparison.check(name, order.ours(expected, dims), actual.toArray());
    }
  }

  /** A space of n hyperparameters, for cases in which only their number matters. */
  static HyperparameterSpace space(int n) {
    List<Hyperparameter> list = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      list.add(Hyperparameter.continuous("h" + i, Range.real(), 0));
    }
    return new HyperparameterSpace(list);
  }

  static Tensor tensor(Ops ops, Vectors v, String input) {
    Tensor tensor = ops.tensor(v.inputShape(input));
    tensor.write(v.input(input));
    return tensor;
  }

  /** Fills a parameter's elem and hyper half. */
  static void fill(Parameter parameter, Vectors v, String elem, String hyper) {
    parameter.elem(parameter.value()).write(v.parameter(elem));
    parameter.hyper(parameter.value()).write(v.parameter(hyper));
  }

  static void compare(
      Comparison comparison, Parameter parameter, Vectors v, String elem, String hyper) {
    comparison.check(elem, v.gradient(elem), parameter.elem(parameter.gradient()).toArray());
    comparison.check(hyper, v.gradient(hyper), parameter.hyper(parameter.gradient()).toArray());
  }
}

package org.selftuning.golden;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.Initial;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Single layers: forward, and the gradients of sum(output ⊙ R). */
final class LayerCases {
  private LayerCases() {}

  static void gatedLinear(Vectors v, Ops ops, Comparison comparison) {
    int batch = v.inputShape("x")[0];
    int inputs = v.inputShape("x")[1];
    int n = v.inputShape("htensor")[1];
    Binding binding = new Binding(ops, batch, space(n), 0);
    binding.plain("before", new Initial.Constant(0), 1); // so that the input's gradient is wanted
    binding.enter("layer");
    BoundLayer layer =
        new GatedLinear(v.parameterShape("elem_weight")[0]).bind(binding, Shape.of(inputs));
    binding.parameters().place(ops, 0);
    List<Parameter> parameters = binding.parameters().list();
    fill(parameters.get(1), v, "elem_weight", "hyper_weight");
    fill(parameters.get(2), v, "elem_bias", "hyper_bias");
    parameters.get(3).value().write(v.parameter("scalars_weight"));
    Tensor x = tensor(ops, v, "x");
    Tensor z = tensor(ops, v, "htensor");
    Tensor r = tensor(ops, v, "R");
    Tensor dz = ops.tensor(batch, n);

    Pass train = Pass.train(z, z, 1, 0);
    Tensor y = layer.forward(x, train);
    comparison.check("output", v.output("output"), y.toArray());
    Tensor dx = layer.backward(r, train);
    comparison.check("x", v.gradient("x"), dx.toArray());
    compare(comparison, parameters.get(1), v, "elem_weight", "hyper_weight");
    compare(comparison, parameters.get(2), v, "elem_bias", "hyper_bias");
    comparison.check(
        "scalars_weight", v.gradient("scalars_weight"), parameters.get(3).gradient().toArray());

    Pass validate = Pass.validate(z, z, dz);
    layer.forward(x, validate);
    layer.backward(r, validate);
    comparison.check("htensor", v.gradient("htensor"), dz.toArray());
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

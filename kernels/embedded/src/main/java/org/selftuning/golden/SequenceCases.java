package org.selftuning.golden;

import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.BoundRecurrent;
import org.selftuning.layer.GatedEmbedding;
import org.selftuning.layer.GatedLstm;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.layer.RecurrentState;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Layers of sequences: forward, and the gradients of sum(output ⊙ R). */
final class SequenceCases {
  private SequenceCases() {}

  static void gatedEmbedding(Vectors v, Ops ops, Comparison comparison) {
    int steps = v.inputShape("tokens")[0];
    int batch = v.inputShape("tokens")[1];
    int n = v.inputShape("htensor")[1];
    int[] table = v.parameterShape("elem_weight");
    Binding binding = new Binding(ops, batch, LayerCases.space(n), 0);
    BoundLayer layer = new GatedEmbedding(table[0], table[1]).bind(binding, Shape.of(steps));
    binding.parameters().place(ops, 0);
    Parameter weight = binding.parameters().list().get(0);
    Parameter gate = binding.parameters().list().get(1);
    LayerCases.fill(weight, v, "elem_weight", "hyper_weight");
    gate.value().write(v.parameter("scalars_weight"));
    Tensor tokens = LayerCases.tensor(ops, v, "tokens");
    Tensor z = LayerCases.tensor(ops, v, "htensor");
    Tensor r = rows(LayerCases.tensor(ops, v, "R"));
    Tensor dz = ops.tensor(batch, n);

    Pass train = Pass.train(z, z, 1, 0);
    float[] y = layer.forward(tokens, train).toArray();
    comparison.check("output", v.output("output"), y);
    comparison.check("loss", v.output("loss"), dot(y, v.input("R")));
    layer.backward(r, train);
    LayerCases.compare(comparison, weight, v, "elem_weight", "hyper_weight");
    comparison.check("scalars_weight", v.gradient("scalars_weight"), gate.gradient().toArray());

    Pass validate = Pass.validate(z, z, dz);
    layer.forward(tokens, validate);
    layer.backward(r, validate);
    comparison.check("htensor", v.gradient("htensor"), dz.toArray());
  }

  static void gatedLstm(Vectors v, Ops ops, Comparison comparison) {
    int steps = v.inputShape("x")[0];
    int batch = v.inputShape("x")[1];
    int n = v.inputShape("htensor")[1];
    Binding binding = new Binding(ops, batch, LayerCases.space(n), 0);
    binding.plain(
        "before", new Initializer.Constant(0), 1); // so that the input's gradient is wanted
    BoundRecurrent layer =
        new GatedLstm(v.inputShape("h0")[1]).bind(binding, Shape.of(steps, v.inputShape("x")[2]));
    binding.parameters().place(ops, 0);
    List<Parameter> parameters = binding.parameters().list().subList(1, 7);
    fillLstm(parameters, v, "");
    Tensor x = rows(LayerCases.tensor(ops, v, "x"));
    Tensor z = LayerCases.tensor(ops, v, "htensor");
    Tensor dz = ops.tensor(batch, n);
    Tensor r = rows(LayerCases.tensor(ops, v, "R"));
    for (Pass pass : List.of(Pass.train(z, z, 1, 0), Pass.validate(z, z, dz))) {
      RecurrentState state = layer.state(pass.mode());
      state.h().write(v.input("h0"));
      state.c().write(v.input("c0"));
      float[] y = layer.forward(x, pass).toArray();
      comparison.check("output", v.output("output"), y);
      comparison.check("h", v.output("h"), state.h().toArray());
      comparison.check("c", v.output("c"), state.c().toArray());
      double loss =
          dot(y, v.input("R"))
              + dot(state.h().toArray(), v.input("Rh"))
              + dot(state.c().toArray(), v.input("Rc"));
      comparison.check("loss", v.output("loss"), loss);
      RecurrentState gradient =
          new RecurrentState(LayerCases.tensor(ops, v, "Rh"), LayerCases.tensor(ops, v, "Rc"));
      Tensor dx = layer.backward(r, gradient, pass);
      comparison.check("x", v.gradient("x"), dx.toArray());
      comparison.check("h0", v.gradient("h0"), gradient.h().toArray());
      comparison.check("c0", v.gradient("c0"), gradient.c().toArray());
    }
    compareLstm(comparison, parameters, v, "");
    comparison.check("htensor", v.gradient("htensor"), dz.toArray());
  }

  /** Fills the six parameters of a gated LSTM. */
  static void fillLstm(List<Parameter> parameters, Vectors v, String prefix) {
    for (int i = 0; i < 2; i++) {
      String part = prefix + (i == 0 ? "i2h." : "h2h.");
      LayerCases.fill(parameters.get(3 * i), v, part + "elem_weight", part + "hyper_weight");
      LayerCases.fill(parameters.get(3 * i + 1), v, part + "elem_bias", part + "hyper_bias");
      parameters.get(3 * i + 2).value().write(v.parameter(part + "scalars_weight"));
    }
  }

  /** Compares the gradients of the six parameters of a gated LSTM. */
  static void compareLstm(
      Comparison comparison, List<Parameter> parameters, Vectors v, String prefix) {
    for (int i = 0; i < 2; i++) {
      String part = prefix + (i == 0 ? "i2h." : "h2h.");
      LayerCases.compare(
          comparison, parameters.get(3 * i), v, part + "elem_weight", part + "hyper_weight");
      LayerCases.compare(
          comparison, parameters.get(3 * i + 1), v, part + "elem_bias", part + "hyper_bias");
      comparison.check(
          part + "scalars_weight",
          v.gradient(part + "scalars_weight"),
          parameters.get(3 * i + 2).gradient().toArray());
    }
  }

  /** Sees [T, B, D] as [T·B, D]. */
  private static Tensor rows(Tensor tensor) {
    return tensor.reshape(tensor.shape().dim(0) * tensor.shape().dim(1), tensor.shape().dim(2));
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}

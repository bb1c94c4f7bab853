package org.selftuning.golden;

import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.ActivationPenalty;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.TemporalActivationPenalty;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** A whole step of a gated language model of two layers, tied, with both activation penalties. */
final class LanguageModelCases {
  private LanguageModelCases() {}

  static void step(Vectors v, Ops ops, Comparison comparison) {
    int steps = v.inputShape("tokens")[0];
    int batch = v.inputShape("tokens")[1];
    int n = v.inputShape("htensor")[1];
    Network network = new Network(spec(v, steps, n), ops, batch, 0);
    List<Parameter> parameters = network.parameters().list();
    LayerCases.fill(parameters.get(0), v, "embedding.elem_weight", "embedding.hyper_weight");
    parameters.get(1).value().write(v.parameter("embedding.scalars_weight"));
    for (int layer = 0; layer < 2; layer++) {
      SequenceCases.fillLstm(lstm(parameters, layer), v, "lstm" + layer + ".");
    }
    parameters.get(14).value().write(v.parameter("decoder_bias"));
    network.load(v.input("tokens"), v.input("targets"));
    Tensor z = LayerCases.tensor(ops, v, "htensor");
    Tensor values = ops.tensor(batch, n);
    Tensor dz = ops.tensor(batch, n);
    for (Pass pass : List.of(Pass.train(z, values, 1, 0), Pass.validate(z, values, dz))) {
      pass(v, ops, comparison, network, n, pass);
    }
    LayerCases.compare(
        comparison, parameters.get(0), v, "embedding.elem_weight", "embedding.hyper_weight");
    gradient(comparison, v, "embedding.scalars_weight", parameters.get(1));
    for (int layer = 0; layer < 2; layer++) {
      SequenceCases.compareLstm(comparison, lstm(parameters, layer), v, "lstm" + layer + ".");
    }
    gradient(comparison, v, "decoder_bias", parameters.get(14));
    comparison.check("htensor", v.gradient("htensor"), dz.toArray());
  }

  private static void gradient(Comparison comparison, Vectors v, String name, Parameter p) {
    comparison.check(name, v.gradient(name), p.gradient().toArray());
  }

  private static List<Parameter> lstm(List<Parameter> parameters, int layer) {
    return parameters.subList(2 + 6 * layer, 8 + 6 * layer);
  }

  /** The network, with a dropout that uses each hyperparameter and that stays at rate 0. */
  private static ModelSpec spec(Vectors v, int steps, int n) {
    int vocabulary = v.config("vocab").getAsInt();
    int embedding = v.config("embedding").getAsInt();
    ModelSpec.Builder builder = ModelSpec.input(steps).gatedEmbedding(vocabulary, embedding);
    for (int i = 0; i < n; i++) {
      builder
          .tune(Hyperparameter.continuous("h" + i, Range.interval(0, 1), 0.5))
          .lockedDropout("h" + i);
    }
    return builder
        .gatedLstm(v.config("hidden").getAsInt())
        .gatedLstm(embedding)
        .layer(new TemporalActivationPenalty(Quantity.of(v.config("beta").getAsDouble())))
        .layer(new ActivationPenalty(Quantity.of(v.config("alpha").getAsDouble())))
        .tiedDecoder(vocabulary)
        .crossEntropy();
  }

  private static void pass(
      Vectors v, Ops ops, Comparison comparison, Network network, int dropouts, Pass pass) {
    String mode = pass.training() ? " train" : " validate";
    for (int layer = 0; layer < 2; layer++) {
      String name = "layers." + (dropouts + 2 + layer) + ".";
      network.carried().get(name + "h" + mode).write(v.input("h0_" + layer));
      network.carried().get(name + "c" + mode).write(v.input("c0_" + layer));
    }
    Tensor score = ops.tensor(3);
    comparison.check("logits", v.output("logits"), network.forward(pass).toArray());
    network.judge(score, pass);
    network.backward(pass);
    double crossEntropy = score.toArray()[0] / (double) score.toArray()[2];
    double temporal = network.penalty(dropouts + 4).toArray()[0];
    double activation = network.penalty(dropouts + 5).toArray()[0];
    comparison.check("cross_entropy", v.output("cross_entropy"), crossEntropy);
    comparison.check("loss", v.output("loss"), crossEntropy + temporal + activation);
    comparison.check("tar_penalty", v.output("tar_penalty"), temporal);
    comparison.check("ar_penalty", v.output("ar_penalty"), activation);
    for (int layer = 0; layer < 2; layer++) {
      String name = "layers." + (dropouts + 2 + layer) + ".";
      float[] h = network.carried().get(name + "h" + mode).toArray();
      float[] c = network.carried().get(name + "c" + mode).toArray();
      comparison.check("h_" + layer, v.output("h_" + layer), h);
      comparison.check("c_" + layer, v.output("c_" + layer), c);
    }
  }
}

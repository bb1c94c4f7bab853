package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Branches;
import org.selftuning.layer.Default;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.Layer;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.Linear;
import org.selftuning.layer.Loss;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;

/** Layers that are made of others, and those of someone else, in YAML and in summaries. */
class LayersTest {
  private static final String TEXT =
      """
      input: 8
      hyperparameters:
        rate: {range: [0, 0.9], start: 0.1}
      layers:
        - residual:
            - gated-layer-norm
            - gated-linear: 8
            - dropout: rate
        - repeat:
            times: 2
            layers:
              - residual:
                  - layer-norm
                  - linear: 8
        - branches:
            join: concatenate
            paths:
              - []
              - - linear: 4
                - relu
        - gated-linear: 3
      loss: cross-entropy
      """;

  private static final ModelSpec SPEC =
      ModelSpec.input(8)
          .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.1))
          .layer(new Residual(new LayerNorm(true), new GatedLinear(8), Dropout.tuned("rate")))
          .layer(new Repeat(2, List.of(new Residual(new LayerNorm(false), new Linear(8)))))
          .layer(
              new Branches(
                  Branches.Join.CONCATENATE,
                  List.of(
                      List.of(),
                      List.of(
                          new Linear(4),
                          new org.selftuning.layer.Activate(
                              org.selftuning.tensor.Activation.RELU)))))
          .gatedLinear(3)
          .crossEntropy();

  @Test
  void compositionsAreReadAndPrinted() {
    assertThat(ModelYaml.print(SPEC)).isEqualTo(TEXT);
    assertThat(ModelYaml.parse(TEXT)).isEqualTo(SPEC);
    assertThat(ModelYaml.parse(TEXT.replace("    - []\n", "    - []\n"))).isEqualTo(SPEC);
  }

  /** In a layer, a list of layers, and lists of lists: what is tuned, and what responds. */
  @Test
  void whatCompositionsHoldIsTunedFixedAndMadePlain() {
    Layer tuned = Dropout.tuned("rate");
    Layer path =
        new Repeat(
            2,
            List.of(
                new Residual(
                    new Branches(
                        Branches.Join.ADD,
                        List.of(List.of(new GatedLinear(8), tuned), List.of(new LayerNorm(true)))),
                    new Linear(8))));
    ModelSpec spec =
        ModelSpec.input(8)
            .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.1))
            .layer(path)
            .linear(3)
            .crossEntropy();
    assertThat(path.quantities()).containsExactly(Quantity.tuned("rate"));
    assertThat(ModelYaml.parse(ModelYaml.print(spec))).isEqualTo(spec);
    Layer plain =
        new Repeat(
            2,
            List.of(
                new Residual(
                    new Branches(
                        Branches.Join.ADD,
                        List.of(
                            List.of(new Linear(8), Dropout.of(0.25)),
                            List.of(new LayerNorm(false)))),
                    new Linear(8))));
    assertThat(spec.fixedAt(Map.of("rate", 0.25)).layers().get(0)).isEqualTo(plain);
    assertThat(path.ungated().fixedAt(Map.of("rate", 0.25))).isEqualTo(plain);
    assertThat(spec.ungated().layers().get(0)).isEqualTo(path.ungated());
  }

  @Test
  void theSummaryIsATree() {
    assertThat(new ModelSummary(SPEC).text())
        .startsWith(
            """
            layer  kind                         output  parameters
            ──────────────────────────────────────────────────────
                1  residual                          8         208
              1.1    gated-layer-norm                8          48
              1.2    gated-linear: 8                 8         160
              1.3    dropout: rate                   8           0
                2  repeat 2 times                    8         176
              2.1    residual                        8          88
            2.1.1      layer-norm                    8          16
            2.1.2      linear: 8                     8          72
                3  branches, one after another      12          36
              3.1    path                            8           0
              3.2    path                            4           0
            3.2.1      linear: 4                     4          36
            3.2.2      relu                          4           0
                4  gated-linear: 3                   3          84
            """);
  }

  @Test
  void fixingAndUngatingGoThroughCompositions() {
    ModelSpec fixed = SPEC.fixedAt(Map.of("rate", 0.25));
    assertThat(fixed.layers().get(0))
        .isEqualTo(new Residual(new LayerNorm(false), new Linear(8), Dropout.of(0.25)));
    assertThat(SPEC.ungated().layers().get(0))
        .isEqualTo(new Residual(new LayerNorm(false), new Linear(8), Dropout.tuned("rate")));
    assertThat(ModelYaml.parse(ModelYaml.print(fixed))).isEqualTo(fixed);
  }

  @Test
  void whatDoesNotFitIsNamedWithItsPlace() {
    assertThatThrownBy(
            () ->
                ModelYaml.parse(
                    TEXT.replace("linear: 8\n      - dropout", "linear: 7\n      - dropout")))
        .hasMessageContaining("line 5: layer 1: residual: its layers make 7 of 8");
    assertThatThrownBy(() -> ModelYaml.parse(TEXT.replace("join: concatenate", "join: add")))
        .hasMessageContaining("branches: path 1 makes 8 of 8 and path 2 4, which can't be added");
    assertThatThrownBy(() -> ModelYaml.parse(TEXT.replace("times: 2", "times: 6000")))
        .hasMessageContaining("repeat: 12000 layers are more than 10000");
    assertThatThrownBy(() -> ModelYaml.parse(TEXT.replace("- layer-norm", "- layer-nrm")))
        .hasMessageContaining("unknown layer 'layer-nrm'; did you mean 'layer-norm'?");
  }

  /** A layer of someone else's, with arguments of every type. */
  record MyScale(
      Quantity strength, @Default("2") int power, @Default("0.5") double share, boolean twice)
      implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      Node factor = strength.in(g).times(twice ? 2 * share : share);
      return g.whileTraining(x.times(factor).plus(x), x);
    }
  }

  /** A loss of someone else's: the pinball loss of a quantile. */
  record Quantile(double share) implements Loss {
    @Override
    public Node apply(Graph g, Node y, Node targets) {
      Node error = targets.minus(y);
      return g.relu(error).times(share).plus(g.relu(error.times(-1)).times(1 - share)).columnMean();
    }
  }

  @Test
  void aLossOfSomeoneElsesHasAWordAndTrains() {
    Losses.register(Quantile.class);
    String text =
        """
        input: 2
        layers:
          - linear: 1
        loss:
          quantile: 0.9
        """;
    ModelSpec spec = ModelYaml.parse(text);
    assertThat(spec.loss()).isEqualTo(new Quantile(0.9));
    assertThat(ModelYaml.parse(ModelYaml.print(spec))).isEqualTo(spec);
    for (String word :
        List.of(
            "absolute-error",
            "binary-cross-entropy",
            "{huber: 0.5}",
            "{focal: 2}",
            "{weighted-cross-entropy: [1, 2.5]}")) {
      ModelSpec known =
          ModelYaml.parse(
              text.replace("linear: 1", "linear: 2").replace("\n  quantile: 0.9", " " + word));
      assertThat(ModelYaml.parse(ModelYaml.print(known))).as(word).isEqualTo(known);
    }
    assertThatThrownBy(
            () ->
                ModelYaml.parse(
                    text.replace("\n  quantile: 0.9", " {weighted-cross-entropy: [1, 2, 3]}")))
        .hasMessageContaining("needs one output a class");
  }

  @Test
  void aRecordOfSomeoneElsesHasAWord() {
    String text =
        """
        input: 4
        hyperparameters:
          noise: {range: [0, 1], start: 0.5}
        layers:
          - my-scale: {strength: noise, power: 3, twice: true}
          - gated-linear: 2
        loss: cross-entropy
        """;
    ModelSpec own =
        ModelSpec.input(4)
            .tune(Hyperparameter.continuous("noise", Range.interval(0, 1), 0.5))
            .layer(new MyScale(Quantity.tuned("noise"), 3, 0.5, true))
            .gatedLinear(2)
            .crossEntropy();
    assertThat(ModelYaml.print(own)).isEqualTo(text);
    assertThat(ModelYaml.parse(text)).isEqualTo(own);
    Layers.register(MyScale.class);
    assertThat(ModelYaml.parse(text)).isEqualTo(own);
    assertThatThrownBy(() -> ModelYaml.parse(text.replace("my-scale", "your-scale")))
        .hasMessageContaining("one of your own: define its record and register it");
  }

  /** A word that is taken. */
  record Linear2(int units) implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      return x;
    }
  }

  /** A component without a form in YAML. */
  record Hidden(Object what) implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      return x;
    }
  }

  /** A name that the library has. */
  static final class Taken {
    record Relu() implements Layer {
      @Override
      public Node apply(Graph g, Node x) {
        return g.relu(x);
      }
    }
  }

  @Test
  void whatCannotBeRegisteredIsRefused() {
    Layers.register(Linear2.class);
    assertThatThrownBy(() -> Layers.register(Hidden.class))
        .hasMessageContaining("Hidden has no form in YAML: its component what is java.lang.Object");
    assertThatThrownBy(() -> Layers.register(Taken.Relu.class))
        .hasMessage("the word 'relu' belongs to a layer of the library; give Relu another name");
  }
}

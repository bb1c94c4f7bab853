package org.selftuning.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.layer.Branches;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.model.Caption;
import org.selftuning.model.ModelSpec;

/** Holds pictures of networks to their models. */
class NetworkFigureTest {
  private static final Map<String, ModelSpec> MODELS = Gallery.models();
  private static final int PAGE = 876;

  static Stream<String> names() {
    return MODELS.keySet().stream();
  }

  private static <M extends Diagram.Mark> List<M> marks(String name, double width, Class<M> kind) {
    return new NetworkLayout(MODELS.get(name))
        .diagram(width).marks().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Every layer that is drawn as a box, in order. */
  private static List<Layer> layers(List<Layer> layers) {
    List<Layer> all = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer instanceof Repeat repeat) {
        all.addAll(layers(repeat.layers()));
      } else if (layer instanceof Residual residual) {
        all.addAll(layers(residual.layers()));
      } else if (layer instanceof Branches branches) {
        branches.paths().forEach(path -> all.addAll(layers(path)));
      } else {
        all.add(layer);
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyLayerIsThereWithItsWord(String name) {
    List<String> words = new ArrayList<>(List.of("input"));
    layers(MODELS.get(name).layers()).forEach(layer -> words.add(Caption.of(layer).word()));
    words.add(Caption.of(MODELS.get(name).loss()).word());
    List<String> drawn =
        marks(name, PAGE, Diagram.Text.class).stream()
            .filter(text -> text.font().isBold() && !text.text().startsWith("×"))
            .map(Diagram.Text::text)
            .toList();
    assertThat(drawn).containsExactlyElementsOf(words);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyHyperparameterHasItsColorWhereverItActs(String name) {
    List<String> tuned = MODELS.get(name).space().names();
    List<Integer> expected = new ArrayList<>();
    List<Caption> captions = new ArrayList<>();
    layers(MODELS.get(name).layers()).forEach(layer -> captions.add(Caption.of(layer)));
    captions.add(Caption.of(MODELS.get(name).loss()));
    for (Caption caption : captions) {
      caption.arguments().stream()
          .filter(Caption.Argument::tuned)
          .forEach(argument -> expected.add(tuned.indexOf(argument.value())));
    }
    List<Integer> dots =
        marks(name, PAGE, Diagram.Dot.class).stream().map(Diagram.Dot::series).toList();
    assertThat(dots).containsExactlyElementsOf(expected);
    assertThat(Collections.unmodifiableList(dots)).hasSizeGreaterThanOrEqualTo(tuned.size());
  }

  @ParameterizedTest
  @MethodSource("names")
  void noTextOverlapsAnotherOrLeavesThePicture(String name) {
    for (double width : new double[] {PAGE, 345, 600}) {
      List<Rectangle2D> texts = new ArrayList<>();
      for (Diagram.Text text : marks(name, width, Diagram.Text.class)) {
        Rectangle2D box = new Rectangle2D.Double(text.x(), text.y() - 10, text.width(), 12);
        assertThat(box.getMinX()).isGreaterThanOrEqualTo(0);
        assertThat(box.getMaxX()).as(text.text()).isLessThanOrEqualTo(width + 0.01);
        for (Rectangle2D other : texts) {
          assertThat(box.intersects(other)).as("%s at width %s", text.text(), width).isFalse();
        }
        texts.add(box);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void layersWhoseWeightsRespondAreMarked(String name) {
    ModelSpec model = MODELS.get(name);
    long gated =
        layers(model.layers()).stream()
            .filter(layer -> Caption.of(layer).word().startsWith("gated-"))
            .count();
    long bars = marks(name, PAGE, Diagram.Box.class).stream().filter(Diagram.Box::bar).count();
    assertThat(bars).isEqualTo(gated);
    ModelSpec plain = model.ungated();
    assertThat(new NetworkLayout(plain).diagram(PAGE).marks())
        .noneMatch(mark -> mark instanceof Diagram.Box box && box.bar());
  }

  @Test
  void compositionsHaveTheirSigns() {
    assertThat(marks("branches", PAGE, Diagram.Sign.class).stream().map(Diagram.Sign::plus))
        .containsExactly(true, false, true, true, true);
    assertThat(marks("resnet18-cifar10", PAGE, Diagram.Sign.class)).hasSize(7);
    assertThat(marks("branches", PAGE, Diagram.Text.class).stream().map(Diagram.Text::text))
        .contains("× 3", "concatenated: 16×16×40");
  }

  @Test
  void namesAreBeforeWordsAndUnderSigns() {
    ModelSpec named =
        MODELS
            .get("branches")
            .named(Map.of("1", "first", "2", "mixed", "3", "body", "3.1.1", "inner", "5", "last"));
    List<String> texts =
        new NetworkLayout(named)
            .diagram(PAGE).marks().stream()
                .filter(Diagram.Text.class::isInstance)
                .map(mark -> ((Diagram.Text) mark).text())
                .toList();
    assertThat(texts)
        .contains(
            "first: gated-conv2d",
            "mixed, concatenated: 16×16×40",
            "body × 3",
            "inner",
            "last: linear");
  }

  @Test
  void aPictureShowsSixHundredLayers() {
    ModelSpec.Builder model = ModelSpec.input(4);
    for (int i = 0; i < 601; i++) {
      model.relu();
    }
    assertThatThrownBy(() -> Charts.network("long", model.linear(2).crossEntropy()))
        .hasMessage(
            "a picture shows 600 layers at most, and this model has more; write alike ones as a"
                + " repeat");
  }
}

package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.selftuning.graph.GradientCheck;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Operands;
import org.selftuning.graph.Primitive;
import org.selftuning.graph.Rows;
import org.selftuning.graph.Type;
import org.selftuning.graph.Weight;
import org.selftuning.layer.Attention;
import org.selftuning.layer.GatedDropout;
import org.selftuning.layer.Gru;
import org.selftuning.layer.Layer;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.LeakyRelu;
import org.selftuning.layer.PathDropout;
import org.selftuning.layer.Quantity;
import org.selftuning.tensor.Ops;

class GradientCheckTest {

  /** x², with derivatives that are the right ones times these. */
  record Square(double forward, double backward) implements Primitive {
    @Override
    public Type type(List<Node> inputs) {
      return inputs.get(0).type();
    }

    @Override
    public void forward(Ops ops, Operands t) {
      ops.scaleRows(t.in(0), t.in(0), 1, t.out());
    }

    @Override
    public Node tangent(Node y, List<Node> changes) {
      return changes.get(0).times(y.input(0)).times(2 * forward);
    }

    @Override
    public Node cotangent(Node y, Node dy, int input) {
      return dy.times(y.input(0)).times(2 * backward);
    }

    @Override
    public String toString() {
      return "square";
    }
  }

  private static void check(double forward, double backward) {
    GradientCheck.of(
        g -> g.tanh(g.node(new Square(forward, backward), g.input("x", Rows.BATCH, 4))));
  }

  @Test
  void rightDerivativesPassAndWrongOnesAreNamed() {
    check(1, 1);
    assertThatThrownBy(() -> check(1.1, 1.1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the tangent of 'square' is wrong: along a random direction");
    assertThatThrownBy(() -> check(1, 1.01)).hasMessageStartingWith("the cotangent of 'square'");
    assertThatThrownBy(() -> check(1, -1)).hasMessageStartingWith("the cotangent of 'square'");
  }

  /** A layer around the primitive, whose weight responds. */
  record Bent(double backward) implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      Weight slope = g.responsive("slope", new Initializer.Constant(1), x.shape().dims());
      return g.node(new Square(1, backward), x.times(slope.value()));
    }
  }

  @Test
  void layersAreChecked() {
    Quantity rate = Quantity.tuned("rate");
    assertThatCode(
            () -> {
              Layers.check(new Bent(1), 5);
              Layers.check(new LayerNorm(true), 2, 3, 2);
              Layers.check(new LeakyRelu(0.1), 6);
              Layers.check(new PathDropout(rate), 6);
              Layers.check(new GatedDropout(rate), 6);
              Layers.check(new Gru(true, 3), 4, 2);
              Layers.check(new Attention(true, 2, true, rate, true), 3, 4);
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Layers.check(new Bent(0.9), 5))
        .hasMessageStartingWith("the cotangent of 'square' is wrong");
  }
}

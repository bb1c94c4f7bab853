package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types of a cell with the names of types that every cell can name anyway. */
final class OwnTypesTest {
  private static Session session;

  @BeforeAll
  static void start() {
    session = new Session();
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sealed interface Shape permits Circle, Square {} record Circle(double r) implements Shape {}"
            + " record Square(double s) implements Shape {} | ((Shape) new Square(3)).toString()"
            + " | Square[s=3.0]",
        "sealed interface List permits Nil, Cons {} record Nil() implements List {}"
            + " record Cons(int head, List tail) implements List {} | new Cons(1, new Nil())"
            + " | Cons[head=1, tail=Nil[]]",
        "sealed abstract class Tensor permits Dense {} non-sealed class Dense extends Tensor {}"
            + " class Small extends Dense {} | new Small() instanceof Tensor | true",
        "sealed interface Layer permits Leaf, Inner {} sealed interface Inner extends Layer permits"
            + " Pair {} record Leaf(int v) implements Layer {} record Pair(Layer a, Layer b)"
            + " implements Inner {} | new Pair(new Leaf(1), new Leaf(2)).a() | Leaf[v=1]",
        "double width(Window w) { return w.w(); } record Window(double w) {} | width(new Window(2))"
            + " | 2.0",
        "import java.time.Year; class Device { Year year = Year.of(2026); } | new Device().year"
            + " | 2026",
        "interface Model { int f(); } class Twice implements Model { public int f() { return 2; } }"
            + " | ((Model) new Twice()).f() | 2",
        "class Node<T> { T v; Node<T> next; Node(T v) { this.v = v; } } Node<String> head = new"
            + " Node<>(\"a\"); | head.v | a",
        "record Graph(int n) {} record Weight(Graph of) {} | new Weight(new Graph(3)).of()"
            + " | Graph[n=3]",
        "class Stn { int f() { return 1; } } | new Stn().f() | 1",
      })
  void win(String declared, String used, String value) {
    for (int round = 0; round < 2; round++) {
      session.run(declared);
      assertThat(session.error()).isNull();
      assertThat(session.out()).isEmpty();
      assertThat(session.run(used).value()).isEqualTo(value);
    }
  }
}

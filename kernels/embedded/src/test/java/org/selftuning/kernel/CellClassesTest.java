package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each snippet has a class loader of its own, and no cell can tell. */
final class CellClassesTest {
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
        "class A { int v = 1; int f() { return v; } } | new A().v + new A().f() | 2",
        "class P { protected int v = 2; protected P() {} } | new P().v | 2",
        "class B { int f() { return 1; } } class D extends B { int f() { return 2 + super.f(); } }"
            + " | B b = new D(); b.f() | 3",
        "abstract class G { abstract int g(); int h() { return g(); } }"
            + " | new G() { int g() { return 5; } }.h() | 5",
        "enum E { X, Y { int f() { return 7; } }; int f() { return 6; } } | E.Y.f() + E.X.f() | 13",
        "record R(int a) { int twice() { return 2 * a; } } | new R(4).twice() | 8",
        "interface I { int f(); default int twice() { return 2 * f(); } }"
            + " | ((I) () -> 4).twice() | 8",
        "class O { class In { int z = 9; } In in = new In(); } | new O().in.z | 9",
        "int rec(int n) { return n == 0 ? 0 : other(n - 1); } int other(int n) { return rec(n); }"
            + " | rec(3) | 0",
        "class Ü { int ü = 3; } | new Ü().ü | 3",
        "sealed interface S permits SA, SB {} record SA() implements S {} record SB() implements S"
            + " {} | S s = new SB(); s instanceof SB | true",
      })
  void cellsShareWhatIsNotPrivate(String declared, String used, String value) {
    session.run(declared);
    assertThat(session.error()).isNull();
    session.run(used);
    assertThat(session.error()).isNull();
    assertThat(session.value()).isEqualTo(value);
  }

  @Test
  void objectsOfAReplacedClassLiveOn() {
    session.run("class Old { int v() { return helper(); } } int helper() { return 1; }");
    session.run("Object kept = new Old(); java.util.function.IntSupplier call = new Old()::v;");
    session.run("class Old { String v() { return \"new\"; } }");
    session.run("int helper() { return 2; }");
    assertThat(session.run("new Old().v()").value()).isEqualTo("new");
    assertThat(session.run("String.valueOf(kept).contains(\"Old\")").value()).isEqualTo("true");
  }

  @Test
  void aReplacedClassIsCollected() {
    session.run("var seen = new ArrayList<java.lang.ref.WeakReference<Class<?>>>();");
    session.run("class Big { static byte[] bytes = new byte[1 << 20]; }");
    session.run("{ seen.add(new java.lang.ref.WeakReference<>(new Big().getClass())); }");
    assertThat(session.run("seen.get(0).get() != null").value()).isEqualTo("true");
    session.run("class Big { }");
    session.run(
        "for (int i = 0; i < 50 && seen.get(0).get() != null; i++) { System.gc();"
            + " Thread.sleep(20); }");
    assertThat(session.run("seen.get(0).get() == null").value()).isEqualTo("true");
  }
}

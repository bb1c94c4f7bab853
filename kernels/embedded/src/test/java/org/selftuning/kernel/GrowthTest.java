package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A long session costs neither memory nor time. */
final class GrowthTest {
  private static final List<String> CELLS =
      List.of(
          "1 + %d",
          "System.out.println(\"n \" + %d);",
          "int x = %d; x + 1",
          "class C { int v = %d; int twice() { return 2 * v; } } new C().twice()",
          "int f(int a) { return a + %d; } f(1)",
          "for (int k = 0; k < 3; k++) { double d = k * %d; }");

  private record Growth(double megabytes, double slower) {}

  private static Growth of(int cells, int span) throws InterruptedException {
    try (Session session = new Session()) {
      for (int i = 0; i < 100; i++) {
        run(session, i); // warms up the compiler
      }
      long before = live();
      List<Long> times = new ArrayList<>();
      for (int i = 0; i < cells; i++) {
        long start = System.nanoTime();
        run(session, i);
        times.add(System.nanoTime() - start);
      }
      double first = median(times.subList(0, span));
      double last = median(times.subList(cells - span, cells));
      return new Growth((live() - before) / 1e6, last / first);
    }
  }

  private static void run(Session session, int i) {
    session.run(String.format(CELLS.get(i % CELLS.size()), i));
    assertThat(session.error()).isNull();
  }

  private static double median(List<Long> times) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static long live() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aCellCostsTensOfKilobytes() throws InterruptedException {
    Growth growth = of(200, 50);
    assertThat(growth.megabytes()).isLessThan(12);
  }

  @Test
  @Tag("slow")
  void aThousandCellsCostLittleAndAreNotSlower() throws InterruptedException {
    Growth growth = of(1000, 100);
    assertThat(growth.megabytes()).isLessThan(60);
    assertThat(growth.slower()).isLessThan(1.5);
  }
}

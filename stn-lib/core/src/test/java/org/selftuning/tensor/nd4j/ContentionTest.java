package org.selftuning.tensor.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** When processors are contended for, and what is done about it. */
class ContentionTest {

  @Test
  void contentionIsWhatLasts() {
    Contention alone = new Contention();
    for (int i = 0; i < 100; i++) {
      assertThat(alone.judge(i % 10 == 0 ? 0.5 : 0.05)).as("period %d", i).isFalse();
    }
    Contention two = new Contention();
    AtomicInteger until = new AtomicInteger();
    while (!two.judge(0.5)) {
      until.incrementAndGet();
    }
    assertThat(until.get()).isBetween(1, 5);
    for (int i = 0; i < 100; i++) {
      assertThat(two.judge(i % 2 == 0 ? 0.1 : 0.4)).as("period %d", i).isTrue();
    }
    until.set(0);
    while (two.judge(0.02)) {
      until.incrementAndGet();
    }
    assertThat(until.get()).isBetween(3, 15);
  }

  /**
   * What libgomp's threads do while they wait, by the time that they take of the processors. A
   * process of its own, because teams that other tests have left count as well.
   */
  @Test
  void anIdleTeamLetsTheOthersSleep() throws IOException, InterruptedException {
    assumeThat(Files.exists(Path.of("/proc/thread-self/schedstat"))).isTrue();
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ContentionTest.class.getName())
            .redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("OMP_WAIT_POLICY", "GOMP_SPINCOUNT"));
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    List<Double> milliseconds =
        lines.stream().filter(line -> line.startsWith("ms ")).map(ContentionTest::number).toList();
    double spinning = Math.min(milliseconds.get(0), milliseconds.get(2));
    assumeThat(spinning)
        .as("libgomp's threads spin here before and after: milliseconds of 500")
        .isGreaterThan(100);
    assertThat(milliseconds.get(1)).as("beside an idle team").isLessThan(spinning / 2);
  }

  private static double number(String line) {
    return Double.parseDouble(line.substring(3));
  }

  /** Prints what pauses between products cost without an idle team, beside one, and without. */
  public static void main(String[] arguments) throws InterruptedException {
    assertThat(Native.problem()).isEmpty();
    INDArray a = Nd4j.create(DataType.FLOAT, 256, 256);
    INDArray b = Nd4j.create(DataType.FLOAT, 256, 256);
    INDArray[] operands = {a, a};
    NativeCall product = new NativeCall("matmul", operands, b, 0, 0, 0);
    pauses(product);
    System.out.println("ms " + pauses(product));
    Contention.IdleTeam team = new Contention.IdleTeam();
    Thread.sleep(500);
    System.out.println("ms " + pauses(product));
    team.end();
    Thread.sleep(500);
    System.out.println("ms " + pauses(product));
    System.exit(0);
  }

  /** Processor time, in milliseconds, that 50 pauses of 10 ms behind a product took. */
  private static double pauses(NativeCall product) throws InterruptedException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long sum = 0;
    for (int i = 0; i < 50; i++) {
      product.run();
      long before = system.getProcessCpuTime();
      Thread.sleep(10);
      sum += system.getProcessCpuTime() - before;
    }
    return sum / 1e6;
  }
}

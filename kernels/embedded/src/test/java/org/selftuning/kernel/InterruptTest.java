package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt ends whatever a cell does within a second, and the next cell is unharmed. */
final class InterruptTest {
  private static final long DELAY_MS = 300;
  private static Session session;

  @BeforeAll
  static void start() {
    session = new Session();
    session.run("0"); // waits until the shell has started
    session
        .kernel
        .getMagics()
        .registerLineMagic(
            "train",
            args -> {
              int steps = 0;
              while (!Thread.currentThread().isInterrupted()) {
                steps++;
              }
              return steps > 0 ? "partial" : "nothing";
            });
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  private static double interrupted(String cell) {
    Timer timer = new Timer(true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            session.kernel.interrupt();
          }
        },
        DELAY_MS);
    long start = System.nanoTime();
    session.run(cell);
    timer.cancel();
    return (System.nanoTime() - start) / 1e9 - DELAY_MS / 1e3;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread.sleep(60_000);",
        "while (true) {}",
        "long n = 0; do { n++; } while (n >= 0 || n < 0);",
        "for (;;) { try { Thread.sleep(5); } catch (InterruptedException e) { } }",
        "for (;;) { try { while (true) {} } catch (Throwable e) { } }",
        "IntStream.iterate(0, i -> i).forEach(i -> { });",
        "var lock = new Object(); synchronized (lock) { lock.wait(); }",
      })
  void endsWithinASecond(String cell) {
    assertThat(interrupted(cell)).isLessThan(1.0);
    assertThat(session.error().getErrorName()).isEqualTo("Interrupted");
    assertThat(session.error().getStacktrace()).hasSize(1);
    assertThat(session.run("6 * 7").value()).isEqualTo("42");
  }

  @Test
  void keepsWhatAnInterruptedMagicReturns() {
    assertThat(interrupted("var run = %train\nSystem.out.print(\"on\");")).isLessThan(0.5);
    assertThat(session.error()).isNull();
    assertThat(session.out()).isEqualTo("on");
    assertThat(session.run("run.length()").value()).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Thread(() -> { while (true) { System.out.println(1); } }).start(); Thread.sleep(60_000);",
        "IntStream.range(0, 100_000_000).parallel().forEach(i -> System.out.println(i));",
        "for (int i = 0; i < 3; i++) { new Thread(() -> { try { while (true) { Thread.sleep(10);"
            + " System.out.println(1); } } catch (InterruptedException e) { while (true) {"
            + " System.err.println(2); } } }).start(); } Thread.sleep(60_000);",
        "new java.util.Timer().schedule(new TimerTask() { public void run() {"
            + " System.out.println(3); } }, 0, 100); Thread.sleep(60_000);",
      })
  void leavesNoThreadPrintingIntoLaterCells(String cell) {
    assertThat(interrupted(cell)).isLessThan(1.0);
    assertThat(session.error().getErrorName()).isEqualTo("Interrupted");
    session.run("Thread.sleep(400); 6 * 7");
    assertThat(session.out()).isEmpty();
    assertThat(session.err()).isEmpty();
    assertThat(session.value()).isEqualTo("42");
  }

  /** The interrupt comes between two of the cell's parts, while the second is compiled. */
  @Test
  void leavesNoThreadOfAPartThatHasEnded() {
    session
        .kernel
        .getMagics()
        .registerLineMagic(
            "interruptSoon",
            args -> {
              TimerTask task =
                  new TimerTask() {
                    @Override
                    public void run() {
                      session.kernel.interrupt();
                    }
                  };
              new Timer(true).schedule(task, 30);
              return null;
            });
    String slowToCompile =
        "int total() { int x = 0; " + "x += x * 3 + 1; ".repeat(4000) + "return x; }";
    session.run(
        "new Thread(() -> { while (true) { System.out.println(1); } }).start();\n"
            + "%interruptSoon\n"
            + slowToCompile
            + "\nThread.sleep(60_000);");
    assertThat(session.error().getErrorName()).isEqualTo("Interrupted");
    session.run("Thread.sleep(400); 6 * 7");
    assertThat(session.out()).isEmpty();
    assertThat(session.value()).isEqualTo("42");
  }

  @Test
  void leavesThreadsOfEarlierCellsAlone() {
    session.run(
        "var beats = new java.util.concurrent.atomic.AtomicInteger();"
            + "var heart = new Thread(() -> { try { while (true) { Thread.sleep(5);"
            + " beats.incrementAndGet(); } } catch (InterruptedException e) { } });"
            + "heart.start();");
    assertThat(interrupted("Thread.sleep(60_000);")).isLessThan(1.0);
    session.run("int then = beats.get(); Thread.sleep(300); beats.get() > then");
    assertThat(session.value()).isEqualTo("true");
    session.run("heart.interrupt();");
  }

  @Test
  void leavesBehindWhatCannotBeEnded() throws Exception {
    session.run("var before = Thread.currentThread();");
    String deaf =
        "new java.math.BigInteger(\"3\").pow(40_000_000).bitLength(); System.out.print(\"late\");";
    assertThat(interrupted(deaf)).isLessThan(1.0);
    assertThat(session.error().getErrorMessage()).contains("left behind");
    assertThat(session.run("before == Thread.currentThread()").value()).isEqualTo("false");
    session.run("before.join(60_000);");
    assertThat(session.out()).isEmpty();
  }
}

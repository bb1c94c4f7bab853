package org.selftuning.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No way to end the virtual machine that a cell can write ends the kernel. */
public final class ExitTest {
  private static final String OF_A_LIBRARY =
      "System.class.getMethod(\"exit\", int.class).invoke(null, 0);";

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
  @ValueSource(
      strings = {
        "System.exit(3)",
        "System.exit(0);",
        "Runtime.getRuntime().exit(3);",
        "Runtime.getRuntime().halt(3);",
        "try { System.exit(3); } catch (Throwable swallowed) { }",
        "java.util.function.IntConsumer end = System::exit; end.accept(3);",
        "java.util.function.IntConsumer end = Runtime.getRuntime()::halt; end.accept(3);",
        "IntStream.of(3).forEach(System::exit);",
        "class Ends { static void now() { Runtime.getRuntime().exit(3); } } Ends.now();",
        "new Thread(() -> System.exit(3)).start(); Thread.sleep(60_000);",
        "var t = new Thread(() -> Runtime.getRuntime().halt(3)); t.start(); t.join();",
        "IntStream.range(0, 99).parallel().forEach(i -> System.exit(i));",
        "java.util.concurrent.CompletableFuture.runAsync(() -> System.exit(3)).join();",
      })
  void endsTheCellOnly(String cell) {
    session.run("int mine = 42;").run(cell);
    assertThat(session.error().getErrorName()).isEqualTo("ExitRefused");
    assertThat(session.error().getErrorMessage()).contains("ended the cell, not the kernel");
    assertThat(session.error().getStacktrace()).hasSize(1);
    assertThat(session.run("mine").value()).isEqualTo("42");
  }

  /** Runs in a virtual machine of its own, which ends. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    try (Session own = new Session()) {
      own.run("int mine = 42;").run(OF_A_LIBRARY);
      out.println(own.error().getErrorName() + " " + own.error().getErrorMessage());
      out.println(own.run("mine").value());
      out.println(own.run("System.exit(3)").error().getErrorName());
    }
    ExitGuard.exit(7);
  }

  @Test
  void anExitInALibraryEndsTheCellOnly() throws Exception {
    Process process =
        new ProcessBuilder(KernelSpec.ofThisProcess("512m").command(ExitTest.class))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(7);
    assertThat(said.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("ExitRefused System.exit in a library ended"),
            line -> assertThat(line).isEqualTo("42"),
            line -> assertThat(line).isEqualTo("ExitRefused"));
  }
}

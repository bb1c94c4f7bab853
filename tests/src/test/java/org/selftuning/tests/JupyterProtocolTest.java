package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.kernel.GuestSpec;
import org.selftuning.kernel.KernelSpec;

/**
 * The three kernels under a real Jupyter client, Debian's python3-jupyter-client: the checks are in
 * {@code jupyter_protocol.py}. Skipped where the client is not installed; IJava and JJava also
 * where the environment does not name the folder of their {@code kernel.json} as {@code
 * STN_IJAVA_HOME} and {@code STN_JJAVA_HOME}.
 */
final class JupyterProtocolTest {
  private static final int OF_ALL_KERNELS = 19;
  private static final int OF_OURS = 18;
  private static final int TYPES = 18; // of messages
  private static final int SUITE = 10; // its tests that every kernel can pass

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> ourKernelSpeaksTheProtocol() throws IOException, InterruptedException {
    requireClient();
    return checks(
        Jupyter.in(folder.resolve("own")), KernelSpec.NAME, "own", OF_ALL_KERNELS + OF_OURS);
  }

  /** Each message of a recorded session is as Jupyter's messaging page describes it. */
  @TestFactory
  Stream<DynamicTest> ourMessagesFollowTheMessagingPage() throws IOException, InterruptedException {
    requireClient();
    Jupyter jupyter = Jupyter.in(folder.resolve("schema"));
    return tests("schema", jupyter.run("jupyter_schema.py", KernelSpec.NAME, Map.of()), TYPES);
  }

  /** Jupyter's own suite for kernels, with Java in its place for code. */
  @TestFactory
  Stream<DynamicTest> thePublicSuitePasses() throws IOException, InterruptedException {
    requireClient();
    assumeTrue(
        Jupyter.has("jupyter_kernel_test"),
        "skipped: put jupyter_kernel_test on PYTHONPATH to run Jupyter's suite for kernels");
    Jupyter jupyter = Jupyter.in(folder.resolve("suite"));
    return tests("suite", jupyter.run("jupyter_suite.py"), SUITE);
  }

  @TestFactory
  Stream<DynamicTest> ijavaTakesTheMagics() throws IOException, InterruptedException {
    return guest(GuestSpec.Host.IJAVA, "STN_IJAVA_HOME");
  }

  @TestFactory
  Stream<DynamicTest> jjavaTakesTheMagics() throws IOException, InterruptedException {
    return guest(GuestSpec.Host.JJAVA, "STN_JJAVA_HOME");
  }

  private static Stream<DynamicTest> guest(GuestSpec.Host host, String variable)
      throws IOException, InterruptedException {
    requireClient();
    String home = System.getenv(variable);
    assumeTrue(
        home != null,
        "skipped: set " + variable + " to the folder of " + host.display() + "'s kernel.json");
    GuestSpec theirs = GuestSpec.in(Path.of(home), host);
    Jupyter jupyter = Jupyter.with(folder.resolve(variable), theirs);
    String name = theirs.folder().getFileName().toString();
    return checks(jupyter, name, host.name().toLowerCase(java.util.Locale.ROOT), OF_ALL_KERNELS);
  }

  private static void requireClient() throws InterruptedException {
    assumeTrue(
        Jupyter.has("jupyter_client"),
        "skipped: install python3-jupyter-client to test the kernels under Jupyter");
  }

  private static Stream<DynamicTest> checks(Jupyter jupyter, String kernel, String host, int count)
      throws IOException, InterruptedException {
    Path stderr = Files.createTempFile(folder, "kernel", ".stderr");
    Map<String, String> environment = Map.of("STN_KERNEL_STDERR", stderr.toString());
    return tests(host, jupyter.run("jupyter_protocol.py", kernel, environment, host), count);
  }

  private static Stream<DynamicTest> tests(String host, String output, int count) {
    List<String> lines = output.lines().toList();
    assertThat(lines).as(String.join("\n", lines)).hasSize(count);
    return lines.stream()
        .map(line -> line.split("\t", 2))
        .map(
            check ->
                DynamicTest.dynamicTest(
                    host + ": " + check[0].replace('_', ' '),
                    () -> assertThat(check[1]).isEqualTo("ok")));
  }
}

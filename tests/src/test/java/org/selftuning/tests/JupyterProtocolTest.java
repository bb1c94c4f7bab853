package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.kernel.JupyterFolder;
import org.selftuning.kernel.KernelSpec;

/**
 * The embedded kernel under a real Jupyter client, Debian's python3-jupyter-client: the checks are
 * in {@code jupyter_protocol.py}. Skipped where the client is not installed.
 */
final class JupyterProtocolTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final int EXPECTED_CHECKS = 26;

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> speaksTheProtocol() throws IOException, InterruptedException {
    assumeTrue(
        hasClient(), "skipped: install python3-jupyter-client to test the kernel under Jupyter");
    KernelSpec.ofThisProcess("1g").install(JupyterFolder.prefix(folder));
    List<String> lines = drive();
    assertThat(lines).hasSize(EXPECTED_CHECKS);
    return lines.stream()
        .map(line -> line.split("\t", 2))
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check[0].replace('_', ' '), () -> assertThat(check[1]).isEqualTo("ok")));
  }

  private static boolean hasClient() throws InterruptedException {
    try {
      return new ProcessBuilder(PYTHON, "-c", "import jupyter_client")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> drive() throws IOException, InterruptedException {
    Path script = folder.resolve("jupyter_protocol.py");
    try (InputStream in = JupyterProtocolTest.class.getResourceAsStream("jupyter_protocol.py")) {
      Files.copy(in, script);
    }
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(PYTHON, script.toString(), KernelSpec.NAME)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("JUPYTER_PATH", folder.resolve("share/jupyter").toString());
    builder.environment().put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
    Path stderr = Files.createFile(folder.resolve("kernel-stderr"));
    builder.environment().put("STN_KERNEL_STDERR", stderr.toString());
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertThat(lines).as(Files.readString(errors)).isNotEmpty();
    return lines;
  }
}

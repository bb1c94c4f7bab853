package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.selftuning.golden.Golden;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.cuda.HostDevice;

/** Every golden vector, through the code that training uses. */
final class GoldenTest {
  @TestFactory
  Stream<DynamicTest> agreesWithTheReferences() throws IOException, URISyntaxException {
    return on(Device.named("cpu"));
  }

  /** The GPU's engine and kernels, compiled for the processor; skipped where there is no g++. */
  @TestFactory
  Stream<DynamicTest> theKernelsOfTheGpuAgreeToo() throws IOException, URISyntaxException {
    return on(HostDevice.ofOneThread());
  }

  private static Stream<DynamicTest> on(Device device) throws IOException, URISyntaxException {
    Path folder = Path.of(GoldenTest.class.getResource("/golden").toURI());
    return Golden.check(folder, device).stream()
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.name(),
                    () ->
                        assertThat(line.verdict())
                            .as(line.toString())
                            .isEqualTo(Golden.Verdict.OK)));
  }
}

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

/** Every golden vector, through the code that training uses. */
final class GoldenTest {
  @TestFactory
  Stream<DynamicTest> agreesWithTheReferences() throws IOException, URISyntaxException {
    Path folder = Path.of(GoldenTest.class.getResource("/golden").toURI());
    return Golden.check(folder, Device.named("cpu")).stream()
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

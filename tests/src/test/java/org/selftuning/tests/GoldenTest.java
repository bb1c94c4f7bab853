package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.selftuning.golden.Golden;
import org.selftuning.tensor.Device;

/** Every golden vector of what the library has, through the code that training uses. */
final class GoldenTest {
  /** What the library does not have yet. */
  private static final Set<String> MISSING =
      Set.of(
          "delta_stn_hyper_step",
          "delta_stn_hyper_step_fixed_scale",
          "delta_stn_train_step_cnn",
          "delta_stn_train_step_mlp");

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
                            .isEqualTo(
                                MISSING.contains(line.name())
                                    ? Golden.Verdict.UNSUPPORTED
                                    : Golden.Verdict.OK)));
  }
}

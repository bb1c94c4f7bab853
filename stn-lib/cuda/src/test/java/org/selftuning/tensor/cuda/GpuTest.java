package org.selftuning.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Nested;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OpsConformance;
import org.selftuning.tensor.Precision;

/** The engine on a real GPU; skipped where there is none. */
class GpuTest {
  /** System property: whether a GPU that is missing is a failure. */
  static final String REQUIRED = "stn.gpu";

  static Device device(Precision precision) {
    Device cuda = Device.named("cuda");
    if (Boolean.getBoolean(REQUIRED)) {
      assertThat(cuda.problem()).as("what keeps the GPU from being used").isEmpty();
    }
    assumeTrue(
        cuda.problem().isEmpty(),
        () -> "skipped: not run on a GPU, as " + cuda.problem().orElseThrow());
    return cuda.at(precision);
  }

  @Nested
  class Fp32 extends OpsConformance {
    @Override
    protected Ops open() {
      return device(Precision.FP32).open();
    }
  }

  /** Ten bits after the point. */
  @Nested
  class Tf32 extends OpsConformance {
    @Override
    protected Ops open() {
      return device(Precision.TF32).open();
    }

    @Override
    protected double tolerance() {
      return 2e-3;
    }
  }

  /** Seven bits after the point. */
  @Nested
  class Bf16 extends OpsConformance {
    @Override
    protected Ops open() {
      return device(Precision.BF16).open();
    }

    @Override
    protected double tolerance() {
      return 2e-2;
    }
  }
}

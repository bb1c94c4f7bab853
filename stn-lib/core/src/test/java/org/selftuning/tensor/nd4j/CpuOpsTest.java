package org.selftuning.tensor.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OpsConformance;
import org.selftuning.tensor.OutOfDeviceMemory;
import org.selftuning.tensor.Tensor;

class CpuOpsTest extends OpsConformance {

  @Override
  protected Ops open() {
    return Device.named("cpu").open();
  }

  @Test
  void theDeviceIsFoundByNameAlone() {
    assertThat(Device.all()).extracting(Device::name).contains("cpu");
    assertThat(Device.named("cpu").problem()).isEmpty();
    assertThat(Device.named("cpu").description()).contains("threads").doesNotContain("\n");
    assertThatThrownBy(() -> Device.named("tpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no device is named 'tpu'; there is ")
        .hasMessageContaining("cpu");
  }

  @Test
  void stopsAtTheLimitThatIsSet() {
    String old = System.getProperty(CpuDevice.LIMIT);
    System.setProperty(CpuDevice.LIMIT, "1000000");
    try (Ops ops = open()) {
      ops.tensor(150_000);
      assertThatThrownBy(() -> ops.tensor(150_000))
          .isInstanceOf(OutOfDeviceMemory.class)
          .hasMessage(
              "cpu: 0.6 MB more memory is needed, 0.4 MB is free;"
                  + " use a smaller batch or fewer units, or give the process more memory");
      ops.tensor(100_000);
      assertThat(ops.allocatedBytes()).isEqualTo(1_000_000);
      assertThatThrownBy(() -> ops.tensor(1)).isInstanceOf(OutOfDeviceMemory.class);
    } finally {
      if (old == null) {
        System.clearProperty(CpuDevice.LIMIT);
      } else {
        System.setProperty(CpuDevice.LIMIT, old);
      }
    }
  }

  @Test
  void closingGivesTheMemoryBack() throws IOException {
    Path statm = Path.of("/proc/self/statm");
    assumeThat(statm).exists();
    long before = 0;
    for (int round = 0; round < 8; round++) {
      try (Ops ops = open()) {
        Tensor x = ops.tensor(50_000, 1000);
        x.rows(0, 1).reshape(1000).write(new float[1000]);
      }
      if (round == 1) {
        before = residentPages(statm);
      }
    }
    assertThat(4096 * (residentPages(statm) - before)).isLessThan(400_000_000L);
  }

  private static long residentPages(Path statm) throws IOException {
    return Long.parseLong(Files.readString(statm).split(" ")[1]);
  }
}

package org.selftuning.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Precision;

class CudaDeviceTest {

  @Test
  void isFoundByItsName() {
    assertThat(Device.all()).extracting(Device::name).contains("cpu", "cuda");
    assertThat(Device.named("cuda").accelerator()).isTrue();
    assertThat(Device.named("cuda").description()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void aMachineWithoutAGpuSaysWhyAtOnce() {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Device device = Device.named("cuda");
    String problem = device.problem().orElse(null);
    long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    assumeTrue(problem != null, "skipped: this machine has a GPU");
    assertThat(spent).isLessThan(300_000_000);
    assertThat(problem).isNotBlank().doesNotContain("\n");
    assertThatThrownBy(device::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("device cuda can't be used: " + problem);
    assertThat(Device.standard().name()).isEqualTo("cpu");
  }

  @Test
  void precisionIsChosenByName() {
    for (Precision precision : Precision.values()) {
      assertThat(Precision.named(precision.toString())).isEqualTo(precision);
    }
    assertThatThrownBy(() -> Precision.named("fp8"))
        .hasMessage("no precision is named 'fp8'; there is fp32, tf32, bf16");
    assertThat(Device.named("cpu").at(Precision.FP32).precision()).isEqualTo(Precision.FP32);
    assertThatThrownBy(() -> Device.named("cpu").at(Precision.BF16))
        .hasMessage("device cpu computes in fp32 alone, not in bf16");
  }
}

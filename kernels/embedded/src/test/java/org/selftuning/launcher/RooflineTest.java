package org.selftuning.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.selftuning.record.StepPlan.Operation;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Shape;

class RooflineTest {
  @Test
  void anOperationIsBoundByArithmeticOrByMemory() {
    Roofline roofline = new Roofline(1000, 100, 0.5);
    Operation product = new Operation("matmul", Shape.of(1), 100, 5000);
    Operation copy = new Operation("copy", Shape.of(1), 300, 0);
    assertThat(roofline.ms(List.of(product))).isCloseTo(5.5, within(1e-12));
    assertThat(roofline.ms(List.of(copy))).isCloseTo(3.5, within(1e-12));
    assertThat(roofline.ms(List.of(product, copy))).isCloseTo(9, within(1e-12));
  }

  @Test
  void aDeviceIsMeasured() {
    Device cpu = Device.named("cpu");
    Roofline measured = Roofline.of(cpu, new Bench.Time(2, 1, 4_000_000), 1 << 20);
    assertThat(measured.peak()).isCloseTo(2e6, within(1.0));
    assertThat(measured.bandwidth()).isGreaterThan(1e4); // 10 MB/s
    assertThat(measured.overhead()).isBetween(1e-7, 1.0);
  }
}

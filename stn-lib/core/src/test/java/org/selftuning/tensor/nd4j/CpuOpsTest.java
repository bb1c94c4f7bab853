package org.selftuning.tensor.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OpsConformance;
import org.selftuning.tensor.OutOfDeviceMemory;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

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

  @Test
  void rowsThatArePagesApartAreMultipliedAsOthersAre() {
    int rows = 3;
    int inner = 1024;
    int columns = 1024;
    assertThat(Spaced.suits(rows, columns, inner)).isTrue();
    Random random = new Random(1);
    double[] a = Doubles.normal(random, rows * inner);
    double[] b = Doubles.normal(random, inner * columns);
    double[] expected = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        for (int j = 0; j < columns; j++) {
          expected[i * columns + j] += a[i * inner + k] * b[k * columns + j];
        }
      }
    }
    try (Ops ops = open()) {
      Tensor x = Doubles.write(ops.tensor(rows, inner), a);
      Tensor w = Doubles.write(ops.tensor(inner, columns), b);
      Tensor y = ops.tensor(rows, columns);
      for (int time = 0; time < 2; time++) {
        ops.matmul(x, false, w, false, 1, 0, y);
        Doubles.assertClose("the product", Doubles.read(y), expected, 1e-5);
      }
    }
  }

  @Test
  void bothWaysToConvolveAgree() {
    Window window = new Window(7, 6, 5, 3, 1, 1);
    Random random = new Random(1);
    try (CpuOps ops = new CpuOps(new CpuDevice())) {
      WorkerPool workers = new WorkerPool(2);
      Products products = new Products(workers, ops::tensor);
      CpuTensor filters = random(ops, random, 8, 45);
      CpuTensor x = random(ops, random, 4, 7, 6, 5);
      CpuTensor dy = random(ops, random, 4, 7, 6, 8);
      double[][] y = new double[2][];
      double[][] dx = new double[2][];
      for (int i = 0; i < 2; i++) {
        Convolutions way = new Convolutions(products, workers, ops::tensor, i == 0);
        CpuTensor out = ops.tensor(4, 7, 6, 8);
        CpuTensor in = ops.tensor(4, 7, 6, 5);
        way.output(x, filters, window, out);
        way.inputGradient(dy, filters, window, in);
        y[i] = Doubles.read(out);
        dx[i] = Doubles.read(in);
        way.close();
      }
      products.close();
      Doubles.assertClose("the outputs", y[1], y[0], 1e-5);
      Doubles.assertClose("the input's gradient", dx[1], dx[0], 1e-5);
    }
  }

  private static CpuTensor random(CpuOps ops, Random random, int... dims) {
    CpuTensor tensor = ops.tensor(dims);
    Doubles.write(tensor, Doubles.normal(random, tensor.size()));
    return tensor;
  }
}

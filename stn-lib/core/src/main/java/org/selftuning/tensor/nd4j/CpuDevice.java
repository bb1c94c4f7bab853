package org.selftuning.tensor.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;

/** The processor itself, through ND4J's oneDNN build. */
public final class CpuDevice implements Device {
  /** System property: the most bytes that tensors may take, for those who share a machine. */
  static final String LIMIT = "stn.memory";

  /** Made by the service loader. */
  public CpuDevice() {}

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    return String.format(
        "%s, %d threads, %.1f GB of memory free",
        model(), Runtime.getRuntime().availableProcessors(), freeMemory() / 1e9);
  }

  @Override
  public Optional<String> problem() {
    return Native.problem();
  }

  @Override
  public Ops open() {
    problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
    Ops ops = new CpuOps(this);
    return ops.lifetime().guard(ops);
  }

  /** Bytes that could still be taken without swapping; the limit, if one is set, counts too. */
  static long freeMemory() {
    long limit = Long.getLong(LIMIT, Long.MAX_VALUE);
    return Math.min(limit, availableMemory());
  }

  private static long availableMemory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not Linux: ask the JVM below.
    }
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getFreeMemorySize();
  }

  private static String model() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    } catch (IOException e) {
      // Not Linux.
    }
    return System.getProperty("os.arch");
  }
}

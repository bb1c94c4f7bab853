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

  /** Environment variable: on how many threads to work. */
  static final String THREADS = "STN_THREADS";

  private final int threads;
  private final String mistake;

  /** Made by the service loader: as many threads as the environment says. */
  public CpuDevice() {
    this(System.getenv(THREADS));
  }

  /**
   * A processor with the threads that the environment asks for, at most as many as there are: the
   * same setting may serve many machines. Without any, as many as Java sees, which knows the
   * container's limits and {@code -XX:ActiveProcessorCount}.
   */
  CpuDevice(String asked) {
    boolean left = asked == null || asked.isBlank();
    boolean number = !left && asked.strip().matches("0*[1-9][0-9]{0,8}");
    threads = number ? Math.min(Integer.parseInt(asked.strip()), processors()) : processors();
    mistake =
        left || number
            ? null
            : String.format(
                "cpu: %s is '%s'; set it to a whole number of threads from 1, or unset it",
                THREADS, asked);
  }

  private CpuDevice(int threads) {
    this.threads = threads;
    this.mistake = null;
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public CpuDevice withThreads(int threads) {
    if (threads < 1 || threads > processors()) {
      throw new IllegalArgumentException(
          String.format(
              "--threads is %d, but must be from 1 to %d, the processors that this process may use",
              threads, processors()));
    }
    return new CpuDevice(threads);
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    return String.format(
        "%s, %d %s, %.1f GB of memory free",
        model(), threads, threads == 1 ? "thread" : "threads", freeMemory() / 1e9);
  }

  @Override
  public Optional<String> problem() {
    return mistake == null ? Native.problem() : Optional.of(mistake);
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

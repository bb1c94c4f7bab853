package org.selftuning.tensor.nd4j;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J's machine code, loaded once, quietly. */
final class Native {
  private static final String AVX2 =
      "/org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64-onednn-avx2/libjnind4jcpu.so";

  private static final Optional<String> PROBLEM = load();

  private Native() {}

  /** Why it can't be used, in one line; empty if it can. */
  static Optional<String> problem() {
    return PROBLEM;
  }

  /** Whether the processor has AVX-512, for which oneDNN's convolutions are made. */
  static boolean wide() {
    return ops().optimalLevel() >= 3; // 1 is any x86, 2 AVX2
  }

  static NativeOps ops() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /**
   * Sets on how many threads the operations work that the calling thread calls: OpenMP's number is
   * each thread's own, ND4J's loops have one for the process.
   */
  static void threads(int threads) {
    ops().setOmpNumThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
  }

  private static Optional<String> load() {
    Platform here = Platform.here();
    Optional<String> problem = here.problem(Native.class.getResource(AVX2) != null);
    if (problem.isPresent()) {
      return problem;
    }
    // JavaCPP would count all of the process's memory against its own limit; ours is in CpuOps.
    System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    System.setProperty("org.nd4j.log.initialization", "false");
    try {
      Nd4j.create(DataType.FLOAT, 1).close();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return Optional.of(
          String.format(
              "cpu: ND4J's machine code for %s does not load: %s",
              here.name(), cause.getMessage()));
    }
  }
}

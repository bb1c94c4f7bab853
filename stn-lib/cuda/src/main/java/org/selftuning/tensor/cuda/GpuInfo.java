package org.selftuning.tensor.cuda;

import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cudaDevAttrComputeCapabilityMajor;
import static org.bytedeco.cuda.global.cudart.cudaDevAttrComputeCapabilityMinor;
import static org.bytedeco.cuda.global.cudart.cudaDevAttrMultiProcessorCount;
import static org.bytedeco.cuda.global.cudart.cudaDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cudaDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaErrorInsufficientDriver;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A GPU as CUDA describes it.
 *
 * @param problem why it can't be used; null if it can
 * @param name as its maker calls it
 * @param major of its compute capability
 * @param minor of its compute capability
 * @param multiprocessors how many it has
 */
record GpuInfo(String problem, String name, int major, int minor, int multiprocessors) {
  /** CUDA 13 as the driver counts. */
  private static final int CUDA = 13000;

  /** Turing. */
  private static final int LEAST = 75;

  /** Looks at the first one; CUDA's libraries are loaded. */
  static GpuInfo first() {
    int[] number = new int[1];
    if (cudaDriverGetVersion(number) == 0 && number[0] > 0 && number[0] < CUDA) {
      return unusable(
          String.format(
              "the NVIDIA driver knows CUDA up to %d.%d, and 13.0 is needed; install version 580"
                  + " or newer",
              number[0] / 1000, number[0] % 1000 / 10));
    }
    int error = cudaGetDeviceCount(number);
    if (error == cudaErrorInsufficientDriver) {
      return unusable("the NVIDIA driver is too old for CUDA 13; install version 580 or newer");
    }
    if (error != 0) {
      return unusable(
          "the NVIDIA driver shows no GPU: " + cudaGetErrorString(error).getString() + visible());
    }
    if (number[0] == 0) {
      return unusable("the NVIDIA driver shows no GPU" + visible());
    }
    byte[] text = new byte[256];
    cuDeviceGetName(text, text.length, 0);
    String name = new String(text, StandardCharsets.UTF_8).replaceAll("\0.*", "").trim();
    int major = attribute(cudaDevAttrComputeCapabilityMajor);
    int minor = attribute(cudaDevAttrComputeCapabilityMinor);
    String problem =
        10 * major + minor >= LEAST
            ? null
            : String.format(
                "%s has compute capability %d.%d; 7.5 (Turing) or newer is needed",
                name, major, minor);
    return new GpuInfo(problem, name, major, minor, attribute(cudaDevAttrMultiProcessorCount));
  }

  private static String visible() {
    String visible = System.getenv("CUDA_VISIBLE_DEVICES");
    return visible == null ? "" : " (CUDA_VISIBLE_DEVICES is '" + visible + "')";
  }

  private static GpuInfo unusable(String problem) {
    return new GpuInfo(problem, "", 0, 0, 0);
  }

  private static int attribute(int which) {
    int[] value = new int[1];
    Cuda.check("a GPU's attribute", cudaDeviceGetAttribute(value, which, 0));
    return value[0];
  }

  /** One line for people. */
  String description() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer all = new SizeTPointer(1)) {
      String memory =
          cudaMemGetInfo(free, all) != 0
              ? "memory not known"
              : String.format(
                  Locale.ROOT, "%.1f of %.1f GB free", free.get() / 1e9, all.get() / 1e9);
      return String.format(
          "%s (compute capability %d.%d, %d multiprocessors), %s",
          name, major, minor, multiprocessors, memory);
    }
  }
}

package org.selftuning.tensor.cuda;

import static org.bytedeco.cuda.global.cublas.cublasGetStatusString;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;

/** CUDA's answers as exceptions. */
final class Cuda {

  private Cuda() {}

  /**
   * Checks what a call of CUDA returned.
   *
   * @throws IllegalStateException if it failed
   */
  static void check(String what, int error) {
    if (error != 0) {
      throw new IllegalStateException(
          "device cuda: " + what + " failed: " + cudaGetErrorString(error).getString());
    }
  }

  /** Checks what a call of cuBLAS returned. */
  static void checkBlas(String what, int status) {
    if (status != 0) {
      throw new IllegalStateException(
          "device cuda: " + what + " failed: " + cublasGetStatusString(status).getString());
    }
  }
}

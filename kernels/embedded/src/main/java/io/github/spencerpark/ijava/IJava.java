package io.github.spencerpark.ijava;

import org.selftuning.kernel.CellFunctions;
import org.selftuning.kernel.JavaKernel;

/** The way to the kernel that notebooks of IJava take. */
public final class IJava {
  private IJava() {}

  /** The kernel that runs this cell. */
  public static JavaKernel getKernelInstance() {
    return CellFunctions.getKernelInstance();
  }
}

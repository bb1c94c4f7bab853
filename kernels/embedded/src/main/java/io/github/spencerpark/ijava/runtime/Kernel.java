package io.github.spencerpark.ijava.runtime;

import org.selftuning.kernel.CellFunctions;
import org.selftuning.kernel.JavaKernel;

/** As {@link CellFunctions}, under IJava's name. */
public final class Kernel {
  private Kernel() {}

  /** The kernel that runs this cell. */
  public static JavaKernel getKernelInstance() {
    return CellFunctions.getKernelInstance();
  }

  /** The value of code that is given as text. */
  public static Object eval(String code) throws Exception {
    return CellFunctions.eval(code);
  }
}

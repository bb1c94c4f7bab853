package org.selftuning.magics;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;

/**
 * The magics {@code %stn} and {@code %%stn}: the commands of {@link CommandTree} on the {@linkplain
 * Workbench#shared shared workbench}.
 *
 * <p>The embedded kernel finds them by itself. In a stock IJava, a cell or the start-up script says
 *
 * <pre>{@code
 * org.selftuning.magics.StnMagics.install(getKernelInstance(), getKernelInstance().getMagics());
 * }</pre>
 */
public final class StnMagics {
  private StnMagics() {}

  /**
   * Adds the magics to a kernel, with the {@linkplain Imports imports} of its cells, and gets ready
   * in the background what is slow at first.
   *
   * @param kernel the kernel, whose displays are used
   * @param magics the kernel's registry
   * @throws Exception if the kernel does not take the imports
   */
  public static void install(BaseKernel kernel, Magics magics) throws Exception {
    new StnProvider().install(kernel, magics);
    for (String line : Imports.all()) {
      kernel.eval(line);
    }
  }
}

package org.selftuning.magics;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * The magics {@code %stn} and {@code %%stn} in JJava, the successor of IJava. It finds them through
 * {@link java.util.ServiceLoader} as soon as the jar is on its class path.
 */
public final class JJavaExtension implements Extension {

  /** Made by the service loader. */
  public JJavaExtension() {}

  @Override
  public void install(BaseKernel kernel) {
    JJavaHost host = new JJavaHost(kernel);
    host.register();
    CommandTree tree = StnProvider.commands(kernel, host);
    kernel
        .getMagicsRegistry()
        .registerLineMagic(StnProvider.NAME, (caller, words) -> StnProvider.run(tree, words, null))
        .registerCellMagic(
            StnProvider.NAME, (caller, words, body) -> StnProvider.run(tree, words, body));
    Imports.all().forEach(kernel::evalRaw);
    WarmUp.begin();
  }
}

package org.selftuning.tensor.cuda;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OpsConformance;

/** The engine and its kernels, run by blocks of threads that meet at barriers. */
class BlocksTest extends OpsConformance {

  @Override
  protected Ops open() {
    return HostDevice.ofBlocks().open();
  }
}

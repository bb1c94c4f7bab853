package org.selftuning.tensor.cuda;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OpsConformance;

/** The engine and its kernels, run as plain loops. */
class OneThreadTest extends OpsConformance {

  @Override
  protected Ops open() {
    return HostDevice.ofOneThread().open();
  }
}

package org.selftuning.tensor.cuda;

import org.selftuning.record.ClosingConformance;
import org.selftuning.tensor.Device;

/** The GPU engine, with the processor in place of the GPU. */
class ClosingTest extends ClosingConformance {

  @Override
  protected Device device() {
    return HostDevice.ofOneThread();
  }
}

package org.selftuning.record;

import org.selftuning.tensor.Device;

class ClosingTest extends ClosingConformance {

  @Override
  protected Device device() {
    return Device.named("cpu");
  }
}

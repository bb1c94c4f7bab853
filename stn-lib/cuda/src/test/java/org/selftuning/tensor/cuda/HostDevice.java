package org.selftuning.tensor.cuda;

import java.util.Optional;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;

/** The GPU engine with the processor in place of a GPU. */
public final class HostDevice implements Device {
  private final int threads;
  private final int busy;

  private HostDevice(int threads, int busy) {
    this.threads = threads;
    this.busy = busy;
  }

  /** Kernels run as plain loops: fast. Skips the test where they can't be compiled. */
  public static HostDevice ofOneThread() {
    HostBuild.assumePresent();
    return new HostDevice(1, 1);
  }

  /** Kernels run by several blocks of several threads, as on a GPU. */
  static HostDevice ofBlocks() {
    HostBuild.assumePresent();
    return new HostDevice(16, 6);
  }

  @Override
  public String name() {
    return "host";
  }

  @Override
  public String description() {
    return "the kernels of the GPU, compiled for the processor";
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  /** So that data sets are brought to it, as to a GPU. */
  @Override
  public boolean accelerator() {
    return true;
  }

  @Override
  public Ops open() {
    Ops ops = new CudaOps(this, new HostMachine(threads, busy));
    return ops.lifetime().guard(ops);
  }
}

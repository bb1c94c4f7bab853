package org.selftuning.tensor;

/**
 * A device has no room for a tensor. The message says how much was asked for and how much is left.
 */
public final class OutOfDeviceMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says that {@code device} has {@code free} bytes left where {@code wanted} are needed. */
  public OutOfDeviceMemory(String device, long wanted, long free) {
    super(
        String.format(
            "%s: %.1f GB more memory is needed, %.1f GB is free;"
                + " use a smaller batch or fewer units, or give the process more memory",
            device, wanted / 1e9, Math.max(0, free) / 1e9));
  }
}

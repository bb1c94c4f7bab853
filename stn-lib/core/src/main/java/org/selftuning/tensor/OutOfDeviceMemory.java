package org.selftuning.tensor;

import java.util.Locale;

/**
 * A device has no room for a tensor. The message says how much was asked for and how much is left.
 */
public final class OutOfDeviceMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says that {@code device} has {@code free} bytes left where {@code wanted} are needed. */
  public OutOfDeviceMemory(String device, long wanted, long free) {
    super(
        device
            + ": "
            + amount(wanted)
            + " more memory is needed, "
            + amount(Math.max(0, free))
            + " is free; use a smaller batch or fewer units, or give the process more memory");
  }

  private static String amount(long bytes) {
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}

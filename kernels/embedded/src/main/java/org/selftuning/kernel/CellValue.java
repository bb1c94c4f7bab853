package org.selftuning.kernel;

import java.util.Optional;

/**
 * The value of a cell's last expression.
 *
 * @param value may be null, which is shown as {@code null}
 */
record CellValue(Object value) {
  /** A magic that returns nothing shows nothing. */
  static Optional<CellValue> ofMagic(Object result) {
    return result == null ? Optional.empty() : Optional.of(new CellValue(result));
  }
}

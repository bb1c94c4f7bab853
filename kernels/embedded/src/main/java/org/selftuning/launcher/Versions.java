package org.selftuning.launcher;

/** The versions that people see. */
final class Versions {
  private Versions() {}

  /** Our own, from the jar's manifest; "development" when run from classes without one. */
  static String own() {
    String version = org.selftuning.model.Network.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

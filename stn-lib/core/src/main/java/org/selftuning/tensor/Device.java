package org.selftuning.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** A processor that can train. Engines offer theirs through {@link ServiceLoader}. */
public interface Device {

  /** Its short name, as given to {@code --device}: for example {@code cpu}. */
  String name();

  /** One line for people: the processor, its threads and its memory. */
  String description();

  /** Why it can't be used here, as one line for people; empty if it can. */
  Optional<String> problem();

  /**
   * Whether it is made for this work, and so is chosen before the processor where it can be used.
   */
  default boolean accelerator() {
    return false;
  }

  /**
   * Returns this device with its matrix products computed so; without it, as it does them fastest
   * with the usual accuracy.
   *
   * @throws IllegalArgumentException if it can't
   */
  default Device at(Precision precision) {
    if (precision != Precision.FP32) {
      throw new IllegalArgumentException(
          "device " + name() + " computes in fp32 alone, not in " + precision);
    }
    return this;
  }

  /** How its matrix products are computed. */
  default Precision precision() {
    return Precision.FP32;
  }

  /**
   * Returns this device with the processor's share of its work on as many threads; without it, on
   * as many as the process has processors.
   *
   * @throws IllegalArgumentException if it can't
   */
  default Device withThreads(int threads) {
    throw new IllegalArgumentException(
        "device "
            + name()
            + " has no threads of the processor to choose the number of; leave out --threads, or"
            + " train with --device cpu");
  }

  /** How many of the processor's threads work on one operation. */
  default int threads() {
    return 1;
  }

  /**
   * Opens an engine on it.
   *
   * @throws IllegalStateException with {@link #problem}, if it can't be used
   */
  Ops open();

  /** Returns every device that an engine on the class path knows of, usable or not. */
  static List<Device> all() {
    List<Device> devices = new ArrayList<>();
    ServiceLoader.load(Device.class, Device.class.getClassLoader()).forEach(devices::add);
    return devices;
  }

  /**
   * Returns the device to train on where none is named: an accelerator that is usable, or the CPU.
   */
  static Device standard() {
    for (Device device : all()) {
      if (device.accelerator() && device.problem().isEmpty()) {
        return device;
      }
    }
    return named("cpu");
  }

  /**
   * Returns the device of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Device named(String name) {
    List<String> names = new ArrayList<>();
    for (Device device : all()) {
      if (device.name().equals(name)) {
        return device;
      }
      names.add(device.name());
    }
    throw new IllegalArgumentException(
        "no device is named '" + name + "'; there is " + String.join(", ", names));
  }
}

package org.selftuning.tensor.cuda;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.selftuning.tensor.RandomStream;

/**
 * Random streams on the device. A recorded step cannot be given the positions of its streams, so
 * these are in device memory: a draw adds what the step has drawn before it, and at its end the
 * step advances all of its streams. The host counts along with it.
 */
final class Streams {
  /** Runs a small kernel: its name and arguments. */
  interface Launch {
    void run(String kernel, Object... arguments);
  }

  /** A stream's position on the device: its address and its value. */
  private static final class Slot {
    final Arguments.Address address;
    long position = -1;

    Slot(long address) {
      this.address = new Arguments.Address(address);
    }
  }

  private final LongSupplier allocate;
  private final Launch launch;
  private final Map<RandomStream, Slot> slots = new IdentityHashMap<>();
  private Map<RandomStream, Long> begun;

  /** With an allocator of eight bytes, and a launcher. */
  Streams(LongSupplier allocate, Launch launch) {
    this.allocate = allocate;
    this.launch = launch;
  }

  /** Takes blocks of a stream for a kernel. */
  Arguments.Draw draw(RandomStream stream, long blocks) {
    long first = stream.take(blocks);
    Slot slot = slot(stream); // made at the first draw, for in a recording there is no new memory
    if (begun == null) {
      return new Arguments.Draw(stream.key(), 0, first);
    }
    long start = begun.computeIfAbsent(stream, s -> first);
    return new Arguments.Draw(stream.key(), slot.address.value(), first - start);
  }

  private Slot slot(RandomStream stream) {
    return slots.computeIfAbsent(stream, s -> made());
  }

  /** Both kernels run once, so that a recording need not load them. */
  private Slot made() {
    Slot slot = new Slot(allocate.getAsLong());
    launch.run("seek", slot.address, 0L);
    launch.run("advance", slot.address, 0L);
    return slot;
  }

  /** A recording begins. */
  void begin() {
    begun = new IdentityHashMap<>();
  }

  /**
   * A recording ends: records that its streams advance, and resets the host's positions to where it
   * began. Returns the blocks that each run takes of each stream.
   */
  Map<RandomStream, Long> end() {
    Map<RandomStream, Long> taken = new IdentityHashMap<>();
    begun.forEach(
        (stream, start) -> {
          long blocks = stream.position() - start;
          taken.put(stream, blocks);
          launch.run("advance", slot(stream).address, blocks);
          stream.seek(start);
        });
    begun = null;
    return taken;
  }

  /** A recording is given up: the positions go back to where it began. */
  void abandon() {
    if (begun != null) {
      begun.forEach((stream, start) -> stream.seek(start));
    }
    begun = null;
  }

  /**
   * To be called before a recorded step runs: brings the device to where the host's streams are.
   */
  void take(Map<RandomStream, Long> taken) {
    taken.forEach(
        (stream, blocks) -> {
          Slot slot = slots.get(stream);
          if (slot.position != stream.position()) { // a checkpoint, or work outside the step
            launch.run("seek", slot.address, stream.position());
          }
          stream.take(blocks);
          slot.position = stream.position();
        });
  }
}

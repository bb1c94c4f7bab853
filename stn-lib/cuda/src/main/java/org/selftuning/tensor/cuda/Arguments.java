package org.selftuning.tensor.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The arguments of a kernel, as its launch wants them: an array of the addresses at which they
 * stand. Each takes eight bytes; a {@link #kinds} of p, i, f or l says what it is.
 */
final class Arguments {
  /** The most that a kernel has. */
  private static final int MOST = 32;

  private final ByteBuffer values =
      ByteBuffer.allocateDirect(MOST * Long.BYTES).order(ByteOrder.nativeOrder());
  private final BytePointer base = new BytePointer(values);
  private final PointerPointer<BytePointer> addresses = new PointerPointer<>(MOST);
  private final StringBuilder kinds = new StringBuilder();

  Arguments() {
    for (int i = 0; i < MOST; i++) {
      addresses.put(i, base.getPointer((long) i * Long.BYTES));
    }
  }

  /** A place in device memory that is no tensor. */
  record Address(long value) {}

  /** Where a kernel begins to draw random numbers: a key, the address of a position, an offset. */
  record Draw(long key, long base, long offset) {}

  /** Takes tensors, nulls for no tensor, addresses, draws, and numbers. */
  Arguments set(Object... all) {
    kinds.setLength(0);
    for (Object one : all) {
      add(one);
    }
    return this;
  }

  private void add(Object one) {
    if (one == null) {
      put('p', 0);
    } else if (one instanceof CudaTensor tensor) {
      put('p', tensor.address());
    } else if (one instanceof Address address) {
      put('p', address.value());
    } else if (one instanceof Integer number) {
      put('i', number);
    } else if (one instanceof Float number) {
      put('f', Float.floatToRawIntBits(number));
    } else if (one instanceof Long number) {
      put('l', number);
    } else if (one instanceof Draw draw) {
      put('l', draw.key());
      put('p', draw.base());
      put('l', draw.offset());
    } else {
      throw new IllegalArgumentException("no argument of a kernel: " + one);
    }
  }

  /** The lower bytes come first on every machine that has such a GPU, so one form does for all. */
  private void put(char kind, long bits) {
    values.putLong(kinds.length() * Long.BYTES, bits);
    kinds.append(kind);
  }

  /** What the arguments are: a letter each. */
  String kinds() {
    return kinds.toString();
  }

  /** The addresses of the arguments. */
  PointerPointer<BytePointer> addresses() {
    return addresses;
  }

  /** A copy of the values, eight bytes an argument. */
  byte[] copy() {
    byte[] copy = new byte[kinds.length() * Long.BYTES];
    values.get(0, copy);
    return copy;
  }

  /** Puts a {@link #copy} back. */
  Arguments restore(String kinds, byte[] copy) {
    this.kinds.setLength(0);
    this.kinds.append(kinds);
    values.put(0, copy);
    return this;
  }

  /** Frees the addresses. */
  void close() {
    addresses.close();
    base.close();
  }
}

package org.selftuning.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A protocol buffer message as it is written: fields by their numbers, in any order. See the
 * encoding at protobuf.dev.
 */
public final class Message {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An empty message. */
  public Message() {}

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private void key(int field, int wire) {
    varint((long) field << 3 | wire);
  }

  /** A whole number, of any integer type or an enumeration. */
  public Message number(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  /** A float. */
  public Message real(int field, float value) {
    key(field, FIXED32);
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  /** A double. */
  public Message real(int field, double value) {
    key(field, FIXED64);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    return this;
  }

  /** Bytes. */
  public Message bytes(int field, byte[] value) {
    key(field, BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** A text, as UTF-8. */
  public Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A message within this one. */
  public Message message(int field, Message value) {
    return bytes(field, value.bytes());
  }

  /** All of it. */
  public byte[] bytes() {
    return out.toByteArray();
  }
}

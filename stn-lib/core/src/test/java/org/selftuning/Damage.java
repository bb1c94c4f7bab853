package org.selftuning;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Valid files, damaged in one to four places as disks, editors and people damage them. */
final class Damage {
  private static final int LONGEST = 1 << 17;
  private static final int DEEP = 15_000;
  private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|[\\w.+-]+|\\\\\\w+|[^\\s\\w]");
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d.eE+-]*");
  private static final List<String> NUMBERS =
      List.of(
          "1e999999999",
          "-1e-999999999",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "-1",
          "0",
          "0.5",
          "NaN",
          "1e400",
          "0x7fffffff",
          "9".repeat(5000),
          "-0",
          "1d",
          "1_000");
  private static final List<String> KINDS =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "[]",
          "{}",
          "[[1]]",
          "{\"a\": 1}",
          "~",
          "-",
          ":",
          "\n",
          "\t",
          "#",
          "&a [*a]",
          "!!int",
          "\u0000",
          "\uFEFF",
          "\uE0007\uE001",
          "$",
          "\\",
          "`");
  private static final List<String> NESTS =
      List.of(
          "[",
          "{\"a\":",
          "{",
          "(",
          "> ",
          "- ",
          "\\frac{",
          "\\sqrt[",
          "\\left(",
          "_{",
          "^",
          "\\begin{array}",
          "\\bar",
          "**a ",
          "*a _b ",
          "[a](",
          "![",
          "`",
          "$a",
          "$$",
          "\\[",
          "&a [",
          "<a>",
          "\"",
          "'",
          "\\",
          "- a\n ",
          "1. ",
          "| ",
          "a:\n ",
          "#");
  private static final byte[][] NOT_UTF8 = {
    {(byte) 0xff}, {(byte) 0xc3, 0x28}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xe9, '\n'}
  };

  private final List<byte[]> valid;
  private final Random random;
  private byte[] bytes;

  private Damage(List<byte[]> valid, long seed) {
    this.valid = valid;
    random = new Random(seed);
    random.nextInt(); // the first of neighboring seeds are alike
    bytes = valid.get(random.nextInt(valid.size()));
  }

  /** One of {@code valid}, damaged; the same again for the same seed. */
  static byte[] of(List<byte[]> valid, long seed) {
    Damage damage = new Damage(valid, seed);
    for (int n = 1 + damage.random.nextInt(4); n > 0; n--) {
      damage.once();
    }
    return Arrays.copyOf(damage.bytes, Math.min(damage.bytes.length, LONGEST));
  }

  private void once() {
    int from = place();
    int to = Math.min(bytes.length, from + 1 + random.nextInt(1 << random.nextInt(12)));
    switch (random.nextInt(12)) {
      case 0 -> flip();
      case 1 -> bytes = Arrays.copyOf(bytes, from);
      case 2 -> put(from, to, new byte[0]);
      case 3 -> put(to, to, repeated(Arrays.copyOfRange(bytes, from, to), 1));
      case 4 -> put(to, to, repeated(Arrays.copyOfRange(bytes, from, to), DEEP));
      case 5 -> splice(from, to);
      case 6 -> swap();
      case 7 -> replace(NUMBER, one(NUMBERS));
      case 8 -> replace(TOKEN, one(KINDS));
      case 9 -> put(from, from, repeated(one(NESTS).getBytes(StandardCharsets.UTF_8), DEEP));
      case 10 -> put(from, to, NOT_UTF8[random.nextInt(NOT_UTF8.length)]);
      default -> put(from, from, noise());
    }
  }

  private int place() {
    return random.nextInt(bytes.length + 1);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void flip() {
    bytes = bytes.clone();
    for (int n = random.nextInt(8); n >= 0 && bytes.length > 0; n--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private byte[] noise() {
    byte[] noise = new byte[1 + random.nextInt(16)];
    random.nextBytes(noise);
    return noise;
  }

  private void splice(int from, int to) {
    byte[] other = one(valid);
    int start = random.nextInt(other.length + 1);
    put(
        from,
        to,
        Arrays.copyOfRange(other, start, start + random.nextInt(other.length - start + 1)));
  }

  /** Puts {@code middle} in the place of the bytes from {@code from} to {@code to}. */
  private void put(int from, int to, byte[] middle) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(middle);
    out.write(bytes, to, bytes.length - to);
    bytes = out.toByteArray();
  }

  private static byte[] repeated(byte[] piece, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times && out.size() + piece.length <= LONGEST / 2; i++) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private void swap() {
    MatchResult a = find(TOKEN);
    MatchResult b = find(TOKEN);
    if (a != null && b != null && a.end() <= b.start()) {
      put(b.start(), b.end(), Arrays.copyOfRange(bytes, a.start(), a.end()));
      put(a.start(), a.end(), b.group().getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private void replace(Pattern what, String with) {
    MatchResult found = find(what);
    if (found != null) {
      put(found.start(), found.end(), with.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The first match behind a random place; a byte is a character. */
  private MatchResult find(Pattern what) {
    var matcher = what.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    return matcher.find(place()) ? matcher.toMatchResult() : null;
  }
}

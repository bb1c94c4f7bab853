package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {

  /** Philox4x32-10 with its whole counter of four words, as the paper's section 3.3 defines it. */
  private static int[] philox(int[] counter, int[] key) {
    long mask = 0xFFFFFFFFL;
    long[] c = {counter[0] & mask, counter[1] & mask, counter[2] & mask, counter[3] & mask};
    for (int round = 0; round < 10; round++) {
      long k0 = key[0] + round * 0x9E3779B9L & mask;
      long k1 = key[1] + round * 0xBB67AE85L & mask;
      long left = c[0] * 0xD2511F53L;
      long right = c[2] * 0xCD9E8D57L;
      c =
          new long[] {
            (right >>> 32) ^ c[1] ^ k0, right & mask, (left >>> 32) ^ c[3] ^ k1, left & mask
          };
    }
    return new int[] {(int) c[0], (int) c[1], (int) c[2], (int) c[3]};
  }

  private static int[] hex(String words) {
    String[] parts = words.split(" ");
    int[] values = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = HexFormat.fromHexDigits(parts[i]);
    }
    return values;
  }

  /** The known answers of Salmon et al., for the reference that the stream is held against. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void referenceGivesTheKnownAnswers(String counter, String key, String answer) {
    assertThat(philox(hex(counter), hex(key))).isEqualTo(hex(answer));
  }

  @Test
  void blocksAreThoseOfPhilox() {
    int[] words = new int[4];
    new RandomStream(0, 0, 0).words(0, words, 4);
    assertThat(words).isEqualTo(hex("6627e8d5 e169c58d bc57ac4c 9b00dbd8"));
    Random random = new Random(4);
    for (long block : new long[] {0, 1, 0xFFFFFFFFL, 0x100000000L, -1, 0x123456789ABCDEFL}) {
      int[] key = {random.nextInt(), random.nextInt()};
      int[] counter = {(int) block, (int) (block >>> 32), 0, 0};
      new RandomStream(key[0], key[1], 0).words(block, words, 4);
      assertThat(words).as("block %d", block).isEqualTo(philox(counter, key));
    }
  }

  @Test
  void blocksFollowOneAnotherAcrossTheLowWord() {
    RandomStream stream = new RandomStream(1, "carry");
    int[] together = new int[12];
    stream.words(0xFFFFFFFEL, together, 12);
    for (int i = 0; i < 3; i++) {
      int[] alone = new int[4];
      stream.words(0xFFFFFFFEL + i, alone, 4);
      assertThat(java.util.Arrays.copyOfRange(together, 4 * i, 4 * i + 4)).isEqualTo(alone);
    }
  }

  @Test
  void positionsCountBlocks() {
    RandomStream stream = new RandomStream(1, "any");
    assertThat(stream.take(3)).isZero();
    assertThat(stream.take(2)).isEqualTo(3);
    assertThat(stream.position()).isEqualTo(5);
    stream.normals(new float[5]);
    assertThat(stream.position()).isEqualTo(7);
    stream.uniforms(new float[8], 0, 1);
    assertThat(stream.position()).isEqualTo(9);
    stream.seek(3);
    assertThat(stream.position()).isEqualTo(3);
  }

  @Test
  void seedsAndPurposesGiveDifferentNumbers() {
    assertThat(uniforms(1, "dropout")).isEqualTo(uniforms(1, "dropout"));
    assertThat(uniforms(1, "dropout"))
        .isNotEqualTo(uniforms(2, "dropout"))
        .isNotEqualTo(uniforms(1, "noise"));
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(uniforms(i, "x")[0]).isNotEqualTo(uniforms(j, "x")[0]);
        assertThat(uniforms(1, "layers." + i)[0]).isNotEqualTo(uniforms(1, "layers." + j)[0]);
      }
    }
  }

  private static float[] uniforms(long seed, String purpose) {
    float[] values = new float[8];
    new RandomStream(seed, purpose).uniforms(values, 0, 1);
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 1001})
  void normalNumbersAreBoxMullerPairs(int count) {
    float[] values = new float[count];
    new RandomStream(8, "noise").normals(values);
    int[] words = new int[(count + 3) / 4 * 4];
    new RandomStream(8, "noise").words(0, words, words.length);
    for (int i = 0; i < count; i++) {
      double u = (Integer.toUnsignedLong(words[i & ~1]) + 0.5) / 4294967296.0;
      double v = (Integer.toUnsignedLong(words[i | 1]) + 0.5) / 4294967296.0;
      double angle = 2 * Math.PI * v;
      double expected =
          Math.sqrt(-2 * Math.log(u)) * ((i & 1) == 0 ? Math.cos(angle) : Math.sin(angle));
      assertThat((double) values[i]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    int count = 200_000;
    float[] values = new float[count];
    new RandomStream(17, "moments").normals(values);
    double[] moments = new double[5];
    double neighbors = 0;
    for (int i = 0; i < count; i++) {
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(values[i], k) / count;
      }
      neighbors += i == 0 ? 0 : (double) values[i] * values[i - 1] / count;
    }
    double one = 5 / Math.sqrt(count); // five standard errors of a mean of variance 1
    assertThat(moments[1]).isCloseTo(0, within(one));
    assertThat(moments[2]).isCloseTo(1, within(one * Math.sqrt(2)));
    assertThat(moments[3]).isCloseTo(0, within(one * Math.sqrt(15)));
    assertThat(moments[4]).isCloseTo(3, within(one * Math.sqrt(96)));
    assertThat(neighbors).isCloseTo(0, within(one));
  }

  @Test
  void uniformNumbersFillTheOpenInterval() {
    float[] values = new float[100_000];
    new RandomStream(3, "uniform").uniforms(values, -2, 6);
    double mean = 0;
    double square = 0;
    for (float value : values) {
      assertThat(value).isBetween(-2f, 6f);
      mean += value / 1e5;
      square += (value - 2.0) * (value - 2.0) / 1e5;
    }
    assertThat(mean).isCloseTo(2, within(0.05));
    assertThat(square).isCloseTo(64 / 12.0, within(0.1));
  }
}

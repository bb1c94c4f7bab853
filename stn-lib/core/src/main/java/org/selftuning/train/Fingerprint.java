package org.selftuning.train;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.Source;

/**
 * What distinguishes one part of a data set from another without reading all of it: the number of
 * examples, their shape, and a hash of the first, the last and {@value #SAMPLES} evenly spaced
 * ones.
 */
public final class Fingerprint {
  private static final int SAMPLES = 64;
  private static final int DIGITS = 16;

  private Fingerprint() {}

  /** The fingerprint of the parts that a run depends on. */
  public static String of(Source data) {
    return new TreeMap<>(Feed.of(data).fingerprints()).toString();
  }

  /** The fingerprint of examples; their features and targets count, bit for bit. */
  static String of(Dataset part) {
    MessageDigest hash = SafeTensors.sha256();
    int features = part.shape().size();
    int width = part.target().width();
    float[] x = new float[features];
    float[] y = new float[width];
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (features + width));
    FloatBuffer floats = bytes.asFloatBuffer();
    for (int i = 0; i < samples(part.size()); i++) {
      part.read(sample(i, part.size()), x, 0, y, 0);
      floats.clear().put(x).put(y);
      hash.update(bytes.array());
    }
    hash.update(part.target().toString().getBytes(StandardCharsets.UTF_8));
    return part.size() + " × " + part.shape() + ", " + digits(hash);
  }

  /** The fingerprint of a part of a text; its vocabulary counts as well. */
  static String of(Corpus text, int[] tokens) {
    MessageDigest hash = SafeTensors.sha256();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * samples(tokens.length));
    for (int i = 0; i < samples(tokens.length); i++) {
      bytes.putInt(tokens[sample(i, tokens.length)]);
    }
    hash.update(bytes.array());
    for (int id = 0; id < text.vocabulary().size(); id++) {
      hash.update(text.vocabulary().token(id).getBytes(StandardCharsets.UTF_8));
      hash.update((byte) 0);
    }
    return tokens.length + " tokens, " + digits(hash);
  }

  private static int samples(int size) {
    return Math.min(size, SAMPLES + 2);
  }

  /** The example to look at as number {@code i}: the first is 0, the last is the last. */
  private static int sample(int i, int size) {
    return samples(size) == 1 ? 0 : (int) ((long) i * (size - 1) / (samples(size) - 1));
  }

  private static String digits(MessageDigest hash) {
    return HexFormat.of().formatHex(hash.digest()).substring(0, DIGITS);
  }
}

package org.selftuning.golden;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** Augmentation with given amounts, one an example. */
final class AugmentCases {
  private final Vectors v;
  private final int batch;
  private final int channels;
  private final int height;
  private final int width;

  private AugmentCases(Vectors v) {
    int[] shape = v.inputShape("x");
    this.v = v;
    batch = shape[0];
    channels = shape[1];
    height = shape[2];
    width = shape[3];
  }

  static void color(Vectors v, Ops ops, Comparison comparison) {
    new AugmentCases(v).color(ops, comparison);
  }

  private void color(Ops ops, Comparison comparison) {
    String[] names = {"brightness", "contrast", "saturation", "hue"};
    float[] all = new float[batch * names.length];
    for (int i = 0; i < names.length; i++) {
      float[] alone = new float[batch * names.length];
      for (int b = 0; b < batch; b++) {
        for (int j = 0; j < names.length; j++) {
          alone[b * names.length + j] = names[j].equals("hue") ? 0 : 1;
        }
        float amount = v.input(names[i])[b];
        alone[b * names.length + i] = amount;
        all[b * names.length + i] = amount;
      }
      comparison.check(names[i], v.output(names[i]), colored(ops, alone));
    }
    comparison.check("all", v.output("all"), colored(ops, all));
  }

  private float[] colored(Ops ops, float[] amounts) {
    Tensor x = images(ops);
    Tensor given = ops.tensor(batch, amounts.length / batch);
    given.write(amounts);
    Tensor y = ops.tensor(x.shape().dims());
    ops.color(x, given, y);
    return channelsFirst(y);
  }

  static void affine(Vectors v, Ops ops, Comparison comparison) {
    new AugmentCases(v).affine(ops, comparison);
  }

  private void affine(Ops ops, Comparison comparison) {
    comparison.check("affine", v.output("affine"), moved(ops, 0, 1, 2, 3, 4, 5));
    comparison.check("rotation", v.output("rotation_only"), moved(ops, 0));
    comparison.check("shear", v.output("shear_only"), moved(ops, 1, 2));
    comparison.check("zoom", v.output("zoom_only"), moved(ops, 3));
    comparison.check("translation", v.output("translation_only"), moved(ops, 4, 5));
  }

  /** The images moved by these columns of the motion alone. */
  private float[] moved(Ops ops, int... columns) {
    String[] names = {"angle", "shear_x", "shear_y", "zoom", "translate_x", "translate_y"};
    int[] units = {1, 1, 1, 1, width, height};
    float[] motion = new float[batch * names.length];
    for (int b = 0; b < batch; b++) {
      motion[b * names.length + 3] = 1;
      for (int column : columns) {
        motion[b * names.length + column] = v.input(names[column])[b] / units[column];
      }
    }
    Tensor given = ops.tensor(batch, names.length);
    given.write(motion);
    Tensor x = images(ops);
    Tensor y = ops.tensor(x.shape().dims());
    ops.warp(x, given, y);
    return channelsFirst(y);
  }

  /** The images, whose channels the vectors have first and the library last. */
  private Tensor images(Ops ops) {
    float[] x = v.input("x");
    float[] turned = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      turned[channelsLast(i)] = x[i];
    }
    Tensor images = ops.tensor(batch, height, width, channels);
    images.write(turned);
    return images;
  }

  private float[] channelsFirst(Tensor images) {
    float[] y = images.toArray();
    float[] turned = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      turned[i] = y[channelsLast(i)];
    }
    return turned;
  }

  /** Where element i of [B, C, H, W] is in [B, H, W, C]. */
  private int channelsLast(int i) {
    int area = height * width;
    int example = i / (channels * area);
    int channel = i / area % channels;
    return (example * area + i % area) * channels + channel;
  }
}

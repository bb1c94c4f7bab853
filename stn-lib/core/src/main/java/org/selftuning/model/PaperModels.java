package org.selftuning.model;

import java.util.List;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.FilterStart;
import org.selftuning.layer.GatedConv2d;
import org.selftuning.layer.Quantity;

/**
 * The networks of the two papers on Self-Tuning Networks, with their hyperparameters' ranges and
 * starts: of MacKay et al. (ICLR 2019) {@link #smallCnn}, {@link #alexNet} and {@link #lstm}; of
 * Bae &amp; Grosse (NeurIPS 2020) {@link #mlp}, {@link #fashionCnn}, {@link #deltaAlexNet} and
 * {@link #vgg16}. The same stand as YAML in {@code notebooks/models}.
 */
public final class PaperModels {
  private static final int CLASSES = 10;

  /** Means and deviations of CIFAR-10's red, green and blue, as colors in 0 … 1. */
  private static final List<Double> CIFAR_MEAN = List.of(0.4914, 0.4824, 0.4467);

  private static final List<Double> CIFAR_STD = List.of(0.2471, 0.2435, 0.2616);

  private PaperModels() {}

  /** Three gated convolutions with channel dropouts for CIFAR-10; 3 hyperparameters. */
  public static ModelSpec smallCnn() {
    ModelSpec.Builder net = ModelSpec.input(32, 32, 3);
    int filters = 10;
    for (String place : List.of("first", "second", "third")) {
      net.tune(rate(place + "_dropout", 0.9)).gatedConv2d(filters, 3, 1, 1).relu().maxPool(2);
      net.channelDropout(place + "_dropout");
      filters *= 2;
    }
    return net.flatten().linear(CLASSES).crossEntropy();
  }

  /** The AlexNet for CIFAR-10; 15 hyperparameters. */
  public static ModelSpec alexNet() {
    ModelSpec.Builder net =
        ModelSpec.input(32, 32, 3)
            .tune(colors())
            .tune(
                Hyperparameter.discrete("cutout_holes", 0, 4, 1),
                Hyperparameter.discrete("cutout_length", 0, 24, 4),
                rate("input_scale", 0.3),
                rate("input_dropout", 1));
    jitter(net).normalize(CIFAR_MEAN, CIFAR_STD);
    net.cutout(Quantity.tuned("cutout_holes"), Quantity.tuned("cutout_length"))
        .inputScale(Quantity.tuned("input_scale"))
        .dropout("input_dropout");
    alexConvolutions(net, 0.9, Hyperparameter.DEFAULT_SIGMA);
    return net.flatten()
        .tune(rate("linear1_dropout", 0.9), rate("linear2_dropout", 0.9))
        .dropout("linear1_dropout")
        .gatedLinear(4096)
        .relu()
        .dropout("linear2_dropout")
        .gatedLinear(4096)
        .relu()
        .gatedLinear(CLASSES)
        .crossEntropy();
  }

  /** The language model for Penn Treebank in windows of 70 words; 7 hyperparameters. */
  public static ModelSpec lstm() {
    int words = 10_000;
    int units = 650;
    return ModelSpec.input(70)
        .tune(
            rate("output_dropout", 1).sigma(1),
            rate("hidden_dropout", 1).sigma(1),
            rate("input_dropout", 1).sigma(1),
            rate("embedding_dropout", 1).sigma(1).perBatch(),
            rate("drop_connect", 1).sigma(1).perBatch(),
            Hyperparameter.continuous("alpha", Range.above(0), 0.05).sigma(1).perBatch(),
            Hyperparameter.continuous("beta", Range.above(0), 0.05).sigma(1).perBatch())
        .gates(GateInput.SQUASHED)
        .gatedEmbedding(words, units, "embedding_dropout")
        .lockedDropout("input_dropout")
        .gatedLstm(units, "drop_connect")
        .lockedDropout("hidden_dropout")
        .gatedLstm(units, "drop_connect")
        .temporalActivationPenalty("beta")
        .lockedDropout("output_dropout")
        .activationPenalty("alpha")
        .tiedDecoder(words)
        .crossEntropy();
  }

  /** The fully connected network for MNIST, 784 numbers an image; 3 hyperparameters. */
  public static ModelSpec mlp() {
    ModelSpec.Builder net = ModelSpec.input(784);
    for (String place : List.of("input", "first", "second")) {
      net.tune(rate(place + "_dropout", 0.95).sigma(1)).dropout(place + "_dropout");
      if (!place.equals("second")) {
        net.gatedLinear(1200).relu();
      }
    }
    return net.gatedLinear(CLASSES).crossEntropy();
  }

  /** The convolutional network for Fashion-MNIST; 6 hyperparameters. */
  public static ModelSpec fashionCnn() {
    ModelSpec.Builder net = ModelSpec.input(28, 28, 1).tune(holes());
    net.cutout(Quantity.tuned("cutout_holes"), Quantity.tuned("cutout_length"));
    net.tune(rate("input_dropout", 0.95).sigma(1)).channelDropout("input_dropout");
    for (int i = 1; i <= 2; i++) {
      String rate = "conv" + i + "_dropout";
      net.tune(rate(rate, 0.95).sigma(1)).gatedConv2d(16 * i, 5, 1, 2).relu().maxPool(2);
      net.channelDropout(rate);
    }
    return net.flatten()
        .tune(rate("linear_dropout", 0.95).sigma(1))
        .gatedLinear(1568)
        .relu()
        .dropout("linear_dropout")
        .gatedLinear(CLASSES)
        .crossEntropy();
  }

  /** The AlexNet for CIFAR-10 as the later paper has it; 18 hyperparameters. */
  public static ModelSpec deltaAlexNet() {
    ModelSpec.Builder net = augmented();
    alexConvolutions(net, 0.95, 1);
    return dense(net, 4096);
  }

  /**
   * VGG-16 for CIFAR-10; 26 hyperparameters.
   *
   * @param batchNorm whether each convolution is followed by batch normalization
   */
  public static ModelSpec vgg16(boolean batchNorm) {
    ModelSpec.Builder net = augmented();
    int conv = 0;
    for (int[] block : new int[][] {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}}) {
      for (int i = 1; i <= block[1]; i++) {
        String rate = "conv" + ++conv + "_dropout";
        net.tune(rate(rate, 0.95).sigma(1));
        net.layer(new GatedConv2d(block[0], 3, 1, 1, FilterStart.FAN_OUT));
        if (batchNorm) {
          net.gatedBatchNorm();
        }
        net.relu();
        if (i == block[1]) {
          net.maxPool(2);
        }
        net.channelDropout(rate);
      }
    }
    return dense(net, 512);
  }

  /** What the networks for CIFAR-10 of Bae &amp; Grosse begin with: everything is augmented. */
  private static ModelSpec.Builder augmented() {
    ModelSpec.Builder net =
        ModelSpec.input(32, 32, 3)
            .tune(
                Hyperparameter.continuous("rotation", Range.interval(0, 45), 5).sigma(1),
                Hyperparameter.continuous("shear", Range.interval(0, 45), 5).sigma(1),
                rate("zoom", 0.5).sigma(1),
                rate("translation", 0.5).sigma(1));
    for (Hyperparameter color : colors()) {
      net.tune(color.sigma(1));
    }
    net.tune(holes()).tune(rate("input_dropout", 0.95).sigma(1));
    net.horizontalFlip()
        .affineWarp(
            Quantity.tuned("rotation"),
            Quantity.tuned("shear"),
            Quantity.tuned("zoom"),
            Quantity.tuned("translation"));
    return jitter(net)
        .normalize(CIFAR_MEAN, CIFAR_STD)
        .cutout(Quantity.tuned("cutout_holes"), Quantity.tuned("cutout_length"))
        .channelDropout("input_dropout");
  }

  /** The five convolutions of an AlexNet for images of 32 × 32, each with its channel dropout. */
  private static void alexConvolutions(ModelSpec.Builder net, double mostDropout, double sigma) {
    int[] filters = {64, 192, 384, 256, 256};
    for (int i = 1; i <= filters.length; i++) {
      String rate = "conv" + i + "_dropout";
      net.tune(rate(rate, mostDropout).sigma(sigma));
      net.gatedConv2d(filters[i - 1], 3, i == 1 ? 2 : 1, 1).relu();
      if (i != 3 && i != 4) {
        net.maxPool(2);
      }
      net.channelDropout(rate);
    }
  }

  /** The three linear layers that end the networks of Bae &amp; Grosse. */
  private static ModelSpec dense(ModelSpec.Builder net, int units) {
    net.flatten();
    for (int i = 1; i <= 2; i++) {
      String rate = "linear" + i + "_dropout";
      net.tune(rate(rate, 0.95).sigma(1)).gatedLinear(units).relu().dropout(rate);
    }
    return net.gatedLinear(CLASSES).crossEntropy();
  }

  private static ModelSpec.Builder jitter(ModelSpec.Builder net) {
    return net.colorJitter(
        Quantity.tuned("brightness"),
        Quantity.tuned("contrast"),
        Quantity.tuned("saturation"),
        Quantity.tuned("hue"));
  }

  private static Hyperparameter[] colors() {
    return new Hyperparameter[] {
      rate("brightness", 1), rate("contrast", 1), rate("saturation", 1), rate("hue", 0.5)
    };
  }

  private static Hyperparameter[] holes() {
    return new Hyperparameter[] {
      Hyperparameter.discrete("cutout_holes", 0, 5, 1).sigma(1),
      Hyperparameter.discrete("cutout_length", 2, 24, 4).sigma(1)
    };
  }

  /** A rate or a strength from 0 to {@code most} that starts at 0.05. */
  private static Hyperparameter rate(String name, double most) {
    return Hyperparameter.continuous(name, Range.interval(0, most), 0.05);
  }
}

package org.selftuning.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Hyperparameter.Sharing;
import org.selftuning.hyper.Range;
import org.selftuning.layer.AveragePool;
import org.selftuning.layer.Branches;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.Layer;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.layer.SquaredError;

/** Random models, with names and numbers that are hard to write down. */
final class RandomSpecs {
  private static final List<String> NAMES =
      List.of(
          "p",
          "input_dropout",
          "λ",
          "0.5",
          "true",
          "null",
          "~",
          "a: b",
          "- x",
          "#",
          "\"",
          "'",
          "\\",
          " ",
          "tab\there",
          "line\nbreak",
          "é-2",
          "日本",
          "😀",
          "\uD800",
          "{",
          "*a",
          "<<",
          "=",
          "\u0007",
          "yes",
          "1e3",
          "input",
          "\uFEFF",
          "\u2028");

  private final Random random;

  RandomSpecs(long seed) {
    random = new Random(seed);
  }

  ModelSpec next() {
    boolean image = random.nextBoolean();
    ModelSpec.Builder builder =
        image
            ? ModelSpec.input(1 + random.nextInt(9), 4, 3)
            : ModelSpec.input(1 + random.nextInt(99));
    List<Hyperparameter> tuned = hyperparameters();
    tuned.forEach(builder::tune);
    tuned.forEach(h -> builder.dropout(h.name()));
    if (image) {
      for (int i = random.nextInt(5); i > 0; i--) {
        imageLayer(builder, !tuned.isEmpty());
      }
      builder.flatten();
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      layer(builder);
    }
    if (tuned.isEmpty()) {
      builder.linear(2 + random.nextInt(9));
    } else {
      builder.gatedLinear(2 + random.nextInt(9));
    }
    return random.nextBoolean() ? builder.crossEntropy() : builder.loss(new SquaredError());
  }

  /** A layer that leaves at least one pixel of one. */
  private void imageLayer(ModelSpec.Builder builder, boolean tuned) {
    int filters = 1 + random.nextInt(99);
    switch (random.nextInt(tuned ? 8 : 6)) {
      case 0 -> builder.conv2d(filters, 1, 1, 0);
      case 1 -> builder.conv2d(filters, 3, 1, 1 + random.nextInt(2));
      case 2 -> builder.maxPool(1);
      case 3 -> builder.layer(new AveragePool(1, 1));
      case 4 -> builder.channelDropout(random.nextDouble());
      case 5 -> builder.batchNorm();
      case 6 -> builder.gatedConv2d(filters, 5, 1, 2 + random.nextInt(3));
      default -> builder.gatedBatchNorm();
    }
  }

  private void layer(ModelSpec.Builder builder) {
    switch (random.nextInt(8)) {
      case 4 -> builder.layer(new LayerNorm(false));
      case 5 -> builder.layer(new Repeat(2, List.of(new Residual(List.of()), inner())));
      case 6 ->
          builder.layer(
              new Branches(
                  random.nextBoolean() ? Branches.Join.ADD : Branches.Join.CONCATENATE,
                  List.of(List.of(), List.of(inner(), new LayerNorm(false)))));
      case 7 -> builder.layer(new Residual(inner(), inner()));
      case 0 -> builder.linear(1 + random.nextInt(2000));
      case 1 -> builder.relu();
      case 2 -> builder.tanh();
      case 3 -> builder.sigmoid();
      default -> builder.dropout(random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble());
    }
  }

  private Layer inner() {
    return Dropout.of(random.nextDouble());
  }

  private List<Hyperparameter> hyperparameters() {
    List<Hyperparameter> tuned = new ArrayList<>();
    int first = random.nextInt(NAMES.size());
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = NAMES.get((first + i) % NAMES.size());
      tuned.add(hyperparameter(name.isBlank() ? "blank" + i : name));
    }
    return tuned;
  }

  private Hyperparameter hyperparameter(String name) {
    double sigma = random.nextBoolean() ? 0.5 : number() + 1e-9;
    Sharing sharing = Sharing.values()[random.nextInt(2)];
    if (random.nextInt(4) == 0) {
      int low = random.nextInt(10) - 5;
      int high = low + 1 + random.nextInt(30);
      int start = low + random.nextInt(high - low + 1);
      return new Hyperparameter(name, Range.interval(low, high), start, sigma, true, sharing);
    }
    double end = (random.nextBoolean() ? 1 : -1) * number();
    double step = number();
    return switch (random.nextInt(5)) {
      case 0 -> new Hyperparameter(name, Range.real(), end, sigma, false, sharing);
      case 1 -> new Hyperparameter(name, Range.above(end), end + step, sigma, false, sharing);
      case 2 -> new Hyperparameter(name, Range.below(end), end - step, sigma, false, sharing);
      case 3 -> new Hyperparameter(name, Range.above(0), step, sigma, false, sharing);
      default -> {
        Range range = Range.interval(end - step - 1e9, end + step + 1e9);
        yield new Hyperparameter(name, range, end, sigma, false, sharing);
      }
    };
  }

  /** A positive number or 0: small, large, whole, or anything between. */
  private double number() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(100);
      case 1 -> random.nextDouble() * 1e-9;
      case 2 -> random.nextDouble() * 1e18;
      case 3 -> random.nextInt(100) / 100.0;
      default -> Math.exp(10 * random.nextGaussian());
    };
  }
}

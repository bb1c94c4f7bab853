package org.selftuning.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Precision;

/**
 * Checks the library against golden vectors: numbers that the public reference implementations
 * computed. Every case runs through the layers and steps that training itself uses.
 */
public final class Golden {
  /** The largest relative error that single precision may have. */
  public static final double TOLERANCE = 2e-5;

  /** A case that checks itself. */
  interface Case {
    /** Computes what {@code vectors} asks for on {@code ops} and compares. */
    void run(Vectors vectors, Ops ops, Comparison comparison);
  }

  /** What became of a file. */
  public enum Verdict {
    /** Every array is within tolerance. */
    OK("ok"),
    /** An array is not. */
    FAIL("FAIL"),
    /** The library has no such thing. */
    UNSUPPORTED("unsupported");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }
  }

  /**
   * The result of one file.
   *
   * @param name the file's name without .json
   * @param error the largest error relative to the largest value of its array
   * @param verdict what became of it
   * @param note where the largest error is, or what went wrong
   */
  public record Line(String name, double error, Verdict verdict, String note) {
    @Override
    public String toString() {
      String number =
          verdict == Verdict.UNSUPPORTED ? "-" : String.format(Locale.ROOT, "%.1e", error);
      String line = String.format("%-32s %8s  %s", name, number, verdict.word);
      return verdict == Verdict.FAIL ? line + "  (" + note + ")" : line;
    }
  }

  private Golden() {}

  /**
   * Checks every .json file in {@code folder}, in order of name.
   *
   * @throws IOException if the folder or a file can't be read
   */
  public static List<Line> check(Path folder, Device device) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder; give the one that holds the golden vectors");
    }
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException(folder + " holds no .json file of golden vectors");
    }
    List<Line> lines = new ArrayList<>();
    for (Path file : files) {
      lines.add(check(Vectors.read(file), device));
    }
    return lines;
  }

  private static Line check(Vectors vectors, Device device) {
    String name = vectors.name();
    Case known = find(vectors.json().get("case").getAsString());
    if (known == null) {
      return new Line(name, Double.NaN, Verdict.UNSUPPORTED, "");
    }
    Comparison comparison = new Comparison();
    try (Ops ops = device.open()) {
      known.run(vectors, ops, comparison);
    } catch (RuntimeException e) {
      return new Line(name, Double.POSITIVE_INFINITY, Verdict.FAIL, e.toString());
    }
    boolean ok =
        comparison.arrays() > 0 && comparison.worst() <= tolerance(name, device.precision());
    return new Line(
        name, comparison.worst(), ok ? Verdict.OK : Verdict.FAIL, "in " + comparison.where());
  }

  private static double tolerance(String name, Precision precision) {
    if (name.startsWith("jacobian_toy")) {
      return 1e-8; // in double precision throughout
    }
    return switch (precision) {
      case FP32 -> name.startsWith("augment_affine") ? 1e-4 : TOLERANCE;
      case TF32 -> 5e-3;
      case BF16 -> 4e-2;
    };
  }

  private static Case find(String name) {
    return switch (name) {
      case "augment_affine" -> AugmentCases::affine;
      case "augment_colour" -> AugmentCases::color;
      case "gated_linear" -> LayerCases::gatedLinear;
      case "gated_conv2d_stride1", "gated_conv2d_stride2" -> LayerCases::gatedConv2d;
      case "gated_embedding" -> SequenceCases::gatedEmbedding;
      case "jacobian_toy" -> TheoryCases::jacobianToy;
      case "lm_step" -> LanguageModelCases::step;
      case "gated_lstm" -> SequenceCases::gatedLstm;
      case "hyper_transforms" -> HyperCases::transforms;
      case "hyper_perturb" -> HyperCases::perturb;
      case "mlp_train_step" -> StepCases::train;
      case "mlp_hyper_step", "mlp_hyper_step_shared", "mlp_hyper_step_fixed_scale" ->
          StepCases::hyper;
      case "delta_stn_train_step_mlp", "delta_stn_train_step_cnn" -> StepCases::deltaTrain;
      case "delta_stn_hyper_step", "delta_stn_hyper_step_fixed_scale" -> StepCases::deltaHyper;
      default -> null;
    };
  }
}

package org.selftuning.model;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.layer.Loss;
import org.selftuning.tensor.Shape;

/**
 * The YAML form of a {@link ModelSpec}. It and the Java builder mean the same: {@code
 * parse(print(spec))} equals {@code spec}.
 *
 * <pre>
 *   input: 784                  # or [28, 28, 1]: height, width, channels
 *   hyperparameters:            # what is tuned; may be left out
 *     input_dropout: {range: [0, 0.95], start: 0.05, sigma: 1}
 *     cut_length: {range: [0, 24], start: 4, discrete: true}
 *     alpha: {range: positive, start: 0.05, per: batch}
 *   gates: squashed             # what gates see: unconstrained values if left out
 *   layers:                     # first to last
 *     - dropout: input_dropout  # a number, or the name of a hyperparameter
 *     - gated-linear: 10        # in full: gated-linear: {units: 10}
 *       name: output            # a name of one's own, which may be left out
 *   loss: cross-entropy         # or squared-error
 * </pre>
 *
 * <p>A range is {@code [low, high]}, {@code positive}, {@code real}, {@code {above: low}} or {@code
 * {below: high}}; {@code sigma} is the initial scale of the perturbation, 0.5 if left out; {@code
 * per} is {@code example} if left out.
 */
public final class ModelYaml {
  private ModelYaml() {}

  /**
   * Reads a model.
   *
   * @throws ModelException if the text is no model; the message is one line that names the line of
   *     the text and what is wrong there
   */
  public static ModelSpec parse(String text) {
    return ModelReader.read(text);
  }

  /**
   * Reads a model from a file in UTF-8.
   *
   * @throws ModelException if the file can't be read or is no model; the message is one line that
   *     names the file, the line and what is wrong there
   */
  public static ModelSpec read(Path file) {
    try {
      if (Files.size(file) > YamlDocument.LONGEST) {
        throw YamlDocument.tooLong();
      }
      return parse(Files.readString(file));
    } catch (ModelException e) {
      throw e.in(file.toString());
    } catch (NoSuchFileException e) {
      throw new ModelException(0, 0, "no such file", e).in(file.toString());
    } catch (CharacterCodingException e) {
      throw new ModelException(0, 0, "not a text file in UTF-8", e).in(file.toString());
    } catch (IOException e) {
      throw new ModelException(0, 0, "can't be read: " + e.getMessage(), e).in(file.toString());
    }
  }

  /**
   * Prints a model in its canonical form, which depends on the model only.
   *
   * @throws IllegalArgumentException if a layer or the loss has no YAML form
   */
  public static String print(ModelSpec model) {
    StringBuilder text = new StringBuilder("input: ").append(print(model.input())).append('\n');
    if (!model.hyperparameters().isEmpty()) {
      text.append("hyperparameters:\n");
    }
    for (HyperparameterSpace.Part part : model.space().parts()) {
      List<Hyperparameter> elements =
          model.hyperparameters().subList(part.from(), part.from() + part.size());
      text.append("  ").append(YamlText.name(part.name())).append(": ");
      text.append(HyperparameterYaml.print(elements, part.vector())).append('\n');
    }
    if (model.gates() != GateInput.UNCONSTRAINED) {
      text.append("gates: ").append(model.gates().name().toLowerCase(Locale.ROOT)).append('\n');
    }
    text.append(model.layers().isEmpty() ? "layers: []\n" : "layers:\n");
    for (int i = 0; i < model.layers().size(); i++) {
      String number = Integer.toString(i + 1);
      String layer = LayerNames.print(model.layers().get(i), number, model.names());
      String item = YamlText.item(layer);
      text.append("  ").append(item.replace("\n", "\n  ")).append('\n');
    }
    return text.append("loss: ").append(printLoss(model.loss())).append('\n').toString();
  }

  private static String print(Shape shape) {
    return shape.rank() == 1 ? Integer.toString(shape.dim(0)) : Arrays.toString(shape.dims());
  }

  private static String printLoss(Loss loss) {
    String text = Vocabulary.LOSSES.printed(loss);
    return text.contains(": ") ? "{" + text + "}" : text;
  }
}

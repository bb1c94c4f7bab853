package org.selftuning.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.layer.Activate;
import org.selftuning.layer.ActivationPenalty;
import org.selftuning.layer.ActiveUnits;
import org.selftuning.layer.AffineWarp;
import org.selftuning.layer.AveragePool;
import org.selftuning.layer.BatchNorm;
import org.selftuning.layer.Binding;
import org.selftuning.layer.ChannelDropout;
import org.selftuning.layer.ColorJitter;
import org.selftuning.layer.Composition;
import org.selftuning.layer.Conv2d;
import org.selftuning.layer.CrossEntropy;
import org.selftuning.layer.Cutout;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.Flatten;
import org.selftuning.layer.GateInputs;
import org.selftuning.layer.GatedBatchNorm;
import org.selftuning.layer.GatedConv2d;
import org.selftuning.layer.GatedEmbedding;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.GatedLstm;
import org.selftuning.layer.GaussianNoise;
import org.selftuning.layer.HorizontalFlip;
import org.selftuning.layer.InputScale;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Linear;
import org.selftuning.layer.LockedDropout;
import org.selftuning.layer.Loss;
import org.selftuning.layer.MaxPool;
import org.selftuning.layer.Normalize;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.Temperature;
import org.selftuning.layer.TemporalActivationPenalty;
import org.selftuning.layer.TiedDecoder;
import org.selftuning.layer.WeightPenalty;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Shape;

/**
 * A network as it is described: what goes in, what is tuned, the layers in order, and the loss.
 * Immutable; the same as its YAML form.
 *
 * @param input the shape of one example: [K], [height, width, channels] for an image, or [T] for a
 *     sequence of T tokens
 * @param hyperparameters what is tuned; empty for an ordinary network
 * @param gates what gated layers see of the hyperparameters
 * @param layers the layers, first to last
 * @param loss what it is trained and judged by
 * @param names names of layers, by their numbers: {@code 3}, or {@code 3.1} within a composition,
 *     as in {@link ModelSummary}
 */
public record ModelSpec(
    Shape input,
    List<Hyperparameter> hyperparameters,
    GateInput gates,
    List<Layer> layers,
    Loss loss,
    Map<String, String> names) {

  /** The most parameters of a network. */
  public static final long MOST_PARAMETERS = 1L << 30;

  /** The most numbers of an example, before and after every layer. */
  public static final int MOST_NUMBERS = 1 << 28;

  private static final String TOO_LARGE =
      String.format(
          Locale.ROOT,
          "up to here it has more than %,d parameters, or an example more than %,d numbers;"
              + " no model may; make it smaller",
          MOST_PARAMETERS,
          MOST_NUMBERS);

  /** A network whose layers have no names. */
  public ModelSpec(
      Shape input,
      List<Hyperparameter> hyperparameters,
      GateInput gates,
      List<Layer> layers,
      Loss loss) {
    this(input, hyperparameters, gates, layers, loss, Map.of());
  }

  /** A network whose gated layers see the unconstrained hyperparameters. */
  public ModelSpec(
      Shape input, List<Hyperparameter> hyperparameters, List<Layer> layers, Loss loss) {
    this(input, hyperparameters, GateInput.UNCONSTRAINED, layers, loss);
  }

  /** Checks that every layer fits the one before it, and that the hyperparameters are used. */
  public ModelSpec {
    Objects.requireNonNull(input);
    Objects.requireNonNull(loss);
    Objects.requireNonNull(gates);
    hyperparameters = List.copyOf(hyperparameters);
    layers = List.copyOf(layers);
    names = LayerNames.checked(names, layers);
    HyperparameterSpace space = new HyperparameterSpace(hyperparameters);
    Set<String> unused = new LinkedHashSet<>();
    space.parts().forEach(part -> unused.add(part.name()));
    int gateInputs = gates == GateInput.NONE ? 0 : GateInputs.width(space);
    Shape shape = input;
    int weighted = 0;
    long parameters = 0;
    boolean responding = false;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      String where = LayerNames.label(names, i + 1) + ": ";
      checkDeclared(layer.quantities(), space, where, unused);
      for (Quantity quantity : layer.batchQuantities()) {
        checkShared(quantity, space, where);
      }
      for (Quantity quantity : layer.scoredQuantities()) {
        checkScored(quantity, space, where);
      }
      if (layer.atInput() && weighted > 0) {
        throw new IllegalArgumentException(
            where
                + "it works on the examples themselves; put it before layer "
                + weighted
                + ", the first with weights");
      }
      try {
        checkNumbers(layer, shape, space);
        layer.requireBefore(layers.subList(0, i), shape);
        Shape output = layer.output(shape);
        boolean gated = layer.responds(shape);
        checkGated(gated && !layer.ungated().equals(layer), gates, space);
        responding |= gated;
        checkSize(output);
        long count = layer.parameterCount(shape, gateInputs);
        parameters = Math.addExact(parameters, count);
        if (count < 0 || parameters > MOST_PARAMETERS) {
          throw new ArithmeticException("the parameters are too many");
        }
        if (weighted == 0 && count > 0) {
          weighted = i + 1;
        }
        shape = output;
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where + e.getMessage(), e);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(where + TOO_LARGE, e);
      }
    }
    checkTemperature(layers, loss);
    checkDeclared(loss.quantities(), space, "loss: ", unused);
    for (Quantity quantity : loss.quantities()) {
      Binding.checked(quantity, numbers(quantity, space), 1);
    }
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "hyperparameter '"
              + unused.iterator().next()
              + "' is used by no layer; use it or take it out");
    }
    if (!space.isEmpty() && gates != GateInput.NONE && !responding) {
      throw new IllegalArgumentException(
          "nothing responds to the hyperparameters: at least one layer must be gated");
    }
    loss.target(shape);
  }

  private static void checkTemperature(List<Layer> layers, Loss loss) {
    if (!Temperature.fits(layers)) {
      throw new IllegalArgumentException(
          "layer %d: temperature must be the last layer"
              .formatted(layers.indexOf(new Temperature()) + 1));
    }
    if (layers.contains(new Temperature()) && !loss.classifies()) {
      throw new IllegalArgumentException(
          "temperature is for outputs of which a loss takes the softmax, such as cross-entropy");
    }
  }

  /** Refuses a gated layer that has nothing to respond to, and is not itself the ordinary one. */
  private static void checkGated(boolean gated, GateInput gates, HyperparameterSpace space) {
    if (gated && gates == GateInput.NONE) {
      throw new IllegalArgumentException(
          "with gates: none no layer is gated; take the ordinary layer");
    }
    if (gated && space.isEmpty()) {
      throw new IllegalArgumentException(
          "a gated layer needs a hyperparameter to respond to;"
              + " declare one, or take the ordinary layer");
    }
  }

  private static void checkSize(Shape shape) {
    if (shape.size() > MOST_NUMBERS) {
      throw new ArithmeticException("the numbers of an example are too many");
    }
  }

  private static void checkDeclared(
      List<Quantity> quantities, HyperparameterSpace space, String where, Set<String> unused) {
    for (Quantity quantity : quantities) {
      if (quantity instanceof Quantity.Tuned tuned) {
        if (space.part(tuned.hyperparameter()) == null) {
          throw new IllegalArgumentException(
              where
                  + "hyperparameter '"
                  + tuned.hyperparameter()
                  + "' is not declared; declare it under hyperparameters");
        }
        unused.remove(tuned.hyperparameter());
      }
    }
  }

  /** The hyperparameter, or the first element of the vector. */
  private static Hyperparameter like(Quantity.Tuned tuned, HyperparameterSpace space) {
    return space.hyperparameters().get(space.part(tuned.hyperparameter()).from());
  }

  /** Checks that vectors are used where a number for each input, unit or channel is wanted. */
  private static void checkNumbers(Layer layer, Shape input, HyperparameterSpace space) {
    if (layer instanceof Composition composition) {
      for (List<Layer> path : composition.paths()) {
        List<Shape> shapes = Composition.shapes(path, input);
        for (int i = 0; i < path.size(); i++) {
          checkNumbers(path.get(i), shapes.get(i), space);
        }
      }
      return;
    }
    for (Quantity quantity : layer.quantities()) {
      int size = numbers(quantity, space);
      if (size > 1) {
        Binding.checked(quantity, size, layer.numbers(input));
      }
    }
  }

  private static int numbers(Quantity quantity, HyperparameterSpace space) {
    if (quantity instanceof Quantity.Tuned tuned) {
      return space.part(tuned.hyperparameter()).size();
    }
    return quantity instanceof Quantity.Each each ? each.values().size() : 1;
  }

  private static void checkShared(Quantity quantity, HyperparameterSpace space, String where) {
    if (quantity instanceof Quantity.Tuned tuned
        && like(tuned, space).sharing() != Hyperparameter.Sharing.PER_BATCH) {
      throw new IllegalArgumentException(
          where
              + "hyperparameter '"
              + tuned.hyperparameter()
              + "' is one number for the whole minibatch here; declare it with per: batch");
    }
  }

  private static void checkScored(Quantity quantity, HyperparameterSpace space, String where) {
    if (quantity instanceof Quantity.Tuned tuned) {
      Hyperparameter h = like(tuned, space);
      if (!h.discrete() || h.sharing() != Hyperparameter.Sharing.PER_EXAMPLE) {
        throw new IllegalArgumentException(
            where
                + "hyperparameter '"
                + h.name()
                + "' is a whole number for each example here; declare it with discrete: true"
                + (h.discrete() ? " and without per: batch" : ""));
      }
    }
  }

  /** The names of the hyperparameters on which the validation loss itself depends, by steps. */
  public Set<String> scored() {
    Set<String> scored = new LinkedHashSet<>();
    for (Layer layer : layers) {
      for (Quantity quantity : layer.scoredQuantities()) {
        if (quantity instanceof Quantity.Tuned tuned) {
          scored.add(tuned.hyperparameter());
        }
      }
    }
    return scored;
  }

  /** The hyperparameters as a space. */
  public HyperparameterSpace space() {
    return new HyperparameterSpace(hyperparameters);
  }

  /** The shape of the network's output. */
  public Shape output() {
    return shapes().get(layers.size());
  }

  /** The shape before the first layer and after each: one more than there are layers. */
  public List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    Shape shape = input;
    shapes.add(shape);
    for (Layer layer : layers) {
      shape = layer.output(shape);
      shapes.add(shape);
    }
    return shapes;
  }

  /** The number of weights. */
  public long parameterCount() {
    List<Shape> shapes = shapes();
    int respondTo = gates == GateInput.NONE ? 0 : GateInputs.width(space());
    long count = tunes() ? GateInputs.parameters(space()) : 0;
    for (int i = 0; i < layers.size(); i++) {
      count += layers.get(i).parameterCount(shapes.get(i), respondTo);
    }
    return count;
  }

  /**
   * Returns the ordinary network with the hyperparameters fixed: no gates, nothing tuned.
   *
   * @param values a value for each hyperparameter, by name
   * @throws IllegalArgumentException if one has no value; one line says which
   */
  public ModelSpec fixedAt(Map<String, Double> values) {
    for (HyperparameterSpace.Part part : space().parts()) {
      if (!isFixed(part, values)) {
        throw new IllegalArgumentException(
            "no value is given for hyperparameter '" + part.name() + "'");
      }
    }
    return new ModelSpec(
        input,
        List.of(),
        GateInput.UNCONSTRAINED,
        layers.stream().map(layer -> layer.ungated().fixedAt(values)).toList(),
        loss.fixedAt(values),
        names);
  }

  /**
   * Whether a value is given for a hyperparameter, or for all elements of a vector.
   *
   * @throws IllegalArgumentException if only for some of them
   */
  private boolean isFixed(HyperparameterSpace.Part part, Map<String, Double> values) {
    long given =
        hyperparameters.subList(part.from(), part.from() + part.size()).stream()
            .filter(h -> values.containsKey(h.name()))
            .count();
    if (part.vector() && given > 0 && given < part.size()) {
      throw new IllegalArgumentException(
          "hyperparameter '%s': a value is given for %d of its %d numbers; give one for all"
              .formatted(part.name(), given, part.size()));
    }
    return given == part.size() || values.containsKey(part.name());
  }

  /**
   * Returns this network with some of its hyperparameters fixed; the others are tuned as before.
   *
   * @param values a value for each that is fixed, by name
   * @throws IllegalArgumentException if nothing is left that a gated layer could respond to
   */
  public ModelSpec withFixed(Map<String, Double> values) {
    List<Hyperparameter> tuned = new ArrayList<>();
    for (HyperparameterSpace.Part part : space().parts()) {
      if (!isFixed(part, values)) {
        tuned.addAll(hyperparameters.subList(part.from(), part.from() + part.size()));
      }
    }
    return new ModelSpec(
        input,
        tuned,
        gates,
        layers.stream().map(layer -> layer.fixedAt(values)).toList(),
        loss.fixedAt(values),
        names);
  }

  /**
   * Returns the ordinary network whose hyperparameters follow a schedule: no gates, everything else
   * as it is.
   */
  public ModelSpec ungated() {
    return new ModelSpec(
        input,
        hyperparameters,
        GateInput.NONE,
        layers.stream().map(Layer::ungated).toList(),
        loss,
        names);
  }

  /**
   * Returns this network with names for its layers, in the place of those they had.
   *
   * @param names by the layers' numbers: {@code 3}, or {@code 3.1} within a composition
   * @throws IllegalArgumentException if there is no such layer, a name is no word, or two layers
   *     have the same
   * @since 0.2.0
   */
  public ModelSpec named(Map<String, String> names) {
    return new ModelSpec(input, hyperparameters, gates, layers, loss, names);
  }

  /** Whether hyperparameters are tuned; if not there are none, or they follow a schedule. */
  public boolean tunes() {
    return !hyperparameters.isEmpty() && gates != GateInput.NONE;
  }

  /**
   * Whether a layer computes the steps of a sequence together, as attention does, so that the
   * network sees nothing before its window.
   */
  public boolean joinsSteps() {
    List<Shape> shapes = Composition.shapes(layers, input);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).joinsSteps(shapes.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Starts the description of a network for examples of this shape. */
  public static Builder input(int... dims) {
    return new Builder(Shape.of(dims));
  }

  /** Collects a network's parts, in order. */
  public static final class Builder {
    private final Shape input;
    private final List<Hyperparameter> hyperparameters = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private GateInput gates = GateInput.UNCONSTRAINED;

    private Builder(Shape input) {
      this.input = input;
    }

    /** Declares what is tuned. */
    public Builder tune(Hyperparameter... more) {
      hyperparameters.addAll(List.of(more));
      return this;
    }

    /**
     * Sets what gated layers see of the hyperparameters; if left out, their unconstrained values.
     */
    public Builder gates(GateInput gates) {
      this.gates = gates;
      return this;
    }

    /** Adds any layer. */
    public Builder layer(Layer layer) {
      layers.add(layer);
      return this;
    }

    /**
     * Names the layer that was added last.
     *
     * @since 0.2.0
     */
    public Builder name(String name) {
      names.put(Integer.toString(layers.size()), name);
      return this;
    }

    /** Adds a {@link GatedLinear} layer. */
    public Builder gatedLinear(int units) {
      return layer(new GatedLinear(units));
    }

    /** Adds a {@link Linear} layer. */
    public Builder linear(int units) {
      return layer(new Linear(units));
    }

    /** Adds a {@link GatedEmbedding} without word dropout. */
    public Builder gatedEmbedding(int vocabulary, int dim) {
      return layer(new GatedEmbedding(vocabulary, dim));
    }

    /** Adds a {@link GatedEmbedding} with word dropout at the rate of a hyperparameter. */
    public Builder gatedEmbedding(int vocabulary, int dim, String wordDropout) {
      return layer(new GatedEmbedding(vocabulary, dim, Quantity.tuned(wordDropout)));
    }

    /** Adds a {@link GatedLstm} layer without DropConnect. */
    public Builder gatedLstm(int units) {
      return layer(new GatedLstm(units));
    }

    /** Adds a {@link GatedLstm} layer with DropConnect at the rate of a hyperparameter. */
    public Builder gatedLstm(int units, String dropConnect) {
      return layer(new GatedLstm(units, Quantity.tuned(dropConnect)));
    }

    /** Adds {@link LockedDropout} at the rate of a hyperparameter. */
    public Builder lockedDropout(String hyperparameter) {
      return layer(LockedDropout.tuned(hyperparameter));
    }

    /** Adds an {@link ActivationPenalty} of the strength of a hyperparameter. */
    public Builder activationPenalty(String hyperparameter) {
      return layer(new ActivationPenalty(Quantity.tuned(hyperparameter)));
    }

    /** Adds a {@link TemporalActivationPenalty} of the strength of a hyperparameter. */
    public Builder temporalActivationPenalty(String hyperparameter) {
      return layer(new TemporalActivationPenalty(Quantity.tuned(hyperparameter)));
    }

    /** Adds a {@link WeightPenalty} whose l2 is a hyperparameter. */
    public Builder weightDecay(String hyperparameter) {
      return layer(new WeightPenalty(Quantity.tuned(hyperparameter), Quantity.of(0)));
    }

    /** Adds a {@link TiedDecoder}. */
    public Builder tiedDecoder(int vocabulary) {
      return layer(new TiedDecoder(vocabulary));
    }

    /** Adds {@link ActiveUnits}: as many as a hyperparameter says. */
    public Builder activeUnits(String hyperparameter) {
      return layer(new ActiveUnits(Quantity.tuned(hyperparameter)));
    }

    /** Adds {@link Dropout} at the rate of a hyperparameter. */
    public Builder dropout(String hyperparameter) {
      return layer(Dropout.tuned(hyperparameter));
    }

    /** Adds {@link Dropout} at a fixed rate. */
    public Builder dropout(double rate) {
      return layer(Dropout.of(rate));
    }

    /** Adds {@link ColorJitter}. */
    public Builder colorJitter(
        Quantity brightness, Quantity contrast, Quantity saturation, Quantity hue) {
      return layer(new ColorJitter(brightness, contrast, saturation, hue));
    }

    /** Adds {@link AffineWarp}. */
    public Builder affineWarp(
        Quantity rotation, Quantity shear, Quantity zoom, Quantity translation) {
      return layer(new AffineWarp(rotation, shear, zoom, translation));
    }

    /** Adds {@link InputScale}. */
    public Builder inputScale(Quantity strength) {
      return layer(new InputScale(strength));
    }

    /** Adds {@link GaussianNoise}. */
    public Builder gaussianNoise(Quantity std) {
      return layer(new GaussianNoise(std));
    }

    /** Adds {@link HorizontalFlip} of every other image. */
    public Builder horizontalFlip() {
      return layer(new HorizontalFlip(Quantity.of(0.5)));
    }

    /** Adds {@link Cutout}. */
    public Builder cutout(Quantity holes, Quantity length) {
      return layer(new Cutout(holes, length));
    }

    /** Adds {@link Normalize}. */
    public Builder normalize(List<Double> mean, List<Double> std) {
      return layer(new Normalize(mean, std));
    }

    /** Adds a {@link GatedConv2d} layer. */
    public Builder gatedConv2d(int filters, int kernel, int stride, int padding) {
      return layer(new GatedConv2d(filters, kernel, stride, padding));
    }

    /** Adds a {@link Conv2d} layer. */
    public Builder conv2d(int filters, int kernel, int stride, int padding) {
      return layer(new Conv2d(filters, kernel, stride, padding));
    }

    /** Adds {@link MaxPool} of windows side by side. */
    public Builder maxPool(int size) {
      return layer(new MaxPool(size));
    }

    /** Adds {@link AveragePool} of windows side by side. */
    public Builder averagePool(int size) {
      return layer(new AveragePool(size));
    }

    /** Adds {@link ChannelDropout} at the rate of a hyperparameter. */
    public Builder channelDropout(String hyperparameter) {
      return layer(ChannelDropout.tuned(hyperparameter));
    }

    /** Adds {@link ChannelDropout} at a fixed rate. */
    public Builder channelDropout(double rate) {
      return layer(ChannelDropout.of(rate));
    }

    /** Adds {@link GatedBatchNorm}. */
    public Builder gatedBatchNorm() {
      return layer(new GatedBatchNorm());
    }

    /** Adds {@link BatchNorm}. */
    public Builder batchNorm() {
      return layer(new BatchNorm());
    }

    /** Adds max(x, 0). */
    public Builder relu() {
      return layer(new Activate(Activation.RELU));
    }

    /** Adds the hyperbolic tangent. */
    public Builder tanh() {
      return layer(new Activate(Activation.TANH));
    }

    /** Adds the logistic sigmoid. */
    public Builder sigmoid() {
      return layer(new Activate(Activation.SIGMOID));
    }

    /** Adds {@link Flatten}. */
    public Builder flatten() {
      return layer(new Flatten());
    }

    /** Ends the description with the softmax cross-entropy. */
    public ModelSpec crossEntropy() {
      return loss(new CrossEntropy());
    }

    /** Ends the description with any loss. */
    public ModelSpec loss(Loss loss) {
      return new ModelSpec(input, hyperparameters, gates, layers, loss, names);
    }
  }
}

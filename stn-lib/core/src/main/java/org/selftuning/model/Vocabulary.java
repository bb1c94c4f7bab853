package org.selftuning.model;

import static org.selftuning.model.Argument.count;
import static org.selftuning.model.Argument.quantity;
import static org.selftuning.model.Argument.word;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.selftuning.layer.Activate;
import org.selftuning.layer.ActiveUnits;
import org.selftuning.layer.AveragePool;
import org.selftuning.layer.BatchNorm;
import org.selftuning.layer.ChannelDropout;
import org.selftuning.layer.Conv2d;
import org.selftuning.layer.CrossEntropy;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.FilterStart;
import org.selftuning.layer.Flatten;
import org.selftuning.layer.GatedBatchNorm;
import org.selftuning.layer.GatedConv2d;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Linear;
import org.selftuning.layer.Loss;
import org.selftuning.layer.MaxPool;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.SquaredError;
import org.selftuning.layer.WeightPenalty;
import org.selftuning.tensor.Activation;

/**
 * The words of the YAML form for one thing: one row a kind.
 *
 * @param <T> the thing: a layer or a loss
 * @param noun what errors call the thing
 * @param kinds its kinds
 */
record Vocabulary<T>(String noun, List<Kind<? extends T>> kinds) {

  /** Every layer. */
  static final Vocabulary<Layer> LAYERS =
      new Vocabulary<Layer>(
              "layer",
              List.of(
                  Kind.of(
                      "gated-linear",
                      GatedLinear.class,
                      v -> new GatedLinear(v.count("units")),
                      count("units", GatedLinear::units)),
                  Kind.of(
                      "linear",
                      Linear.class,
                      v -> new Linear(v.count("units")),
                      count("units", Linear::units)),
                  Kind.of(
                      "dropout",
                      Dropout.class,
                      v -> new Dropout(v.quantity("rate")),
                      quantity("rate", Dropout::rate)),
                  Kind.of(
                      "active-units",
                      ActiveUnits.class,
                      v -> new ActiveUnits(v.quantity("count")),
                      quantity("count", ActiveUnits::count)),
                  Kind.of(
                      "gated-conv2d",
                      GatedConv2d.class,
                      v ->
                          new GatedConv2d(
                              v.count("filters"),
                              v.count("kernel"),
                              v.count("stride"),
                              v.count("padding"),
                              v.word("start", FilterStart.class)),
                      count("filters", GatedConv2d::filters),
                      count("kernel", GatedConv2d::kernel),
                      count("stride", GatedConv2d::stride).or(1),
                      count("padding", GatedConv2d::padding).or(0),
                      word("start", FilterStart.class, GatedConv2d::start).or(FilterStart.FAN_IN)),
                  Kind.of(
                      "conv2d",
                      Conv2d.class,
                      v ->
                          new Conv2d(
                              v.count("filters"),
                              v.count("kernel"),
                              v.count("stride"),
                              v.count("padding"),
                              v.word("start", FilterStart.class)),
                      count("filters", Conv2d::filters),
                      count("kernel", Conv2d::kernel),
                      count("stride", Conv2d::stride).or(1),
                      count("padding", Conv2d::padding).or(0),
                      word("start", FilterStart.class, Conv2d::start).or(FilterStart.FAN_IN)),
                  Kind.of(
                      "max-pool",
                      MaxPool.class,
                      v -> new MaxPool(v.count("size"), v.count("stride")),
                      count("size", MaxPool::size),
                      count("stride", MaxPool::stride).orAs(count("size", MaxPool::size))),
                  Kind.of(
                      "average-pool",
                      AveragePool.class,
                      v -> new AveragePool(v.count("size"), v.count("stride")),
                      count("size", AveragePool::size),
                      count("stride", AveragePool::stride).orAs(count("size", AveragePool::size))),
                  Kind.of(
                      "channel-dropout",
                      ChannelDropout.class,
                      v -> new ChannelDropout(v.quantity("rate")),
                      quantity("rate", ChannelDropout::rate)),
                  Kind.of("gated-batch-norm", new GatedBatchNorm()),
                  Kind.of("batch-norm", new BatchNorm()),
                  Kind.of(
                      "weight-penalty",
                      WeightPenalty.class,
                      v -> new WeightPenalty(v.quantity("l2"), v.quantity("l1")),
                      quantity("l2", WeightPenalty::l2).or(Quantity.of(0)),
                      quantity("l1", WeightPenalty::l1).or(Quantity.of(0))),
                  Kind.of("relu", new Activate(Activation.RELU)),
                  Kind.of("tanh", new Activate(Activation.TANH)),
                  Kind.of("sigmoid", new Activate(Activation.SIGMOID)),
                  Kind.of("flatten", new Flatten())))
          .and(SequenceKinds.ALL)
          .and(AugmentationKinds.ALL);

  /** Every loss. */
  static final Vocabulary<Loss> LOSSES =
      new Vocabulary<>(
          "loss",
          List.of(
              Kind.of(
                  "cross-entropy",
                  CrossEntropy.class,
                  v -> new CrossEntropy(v.quantity("smoothing")),
                  quantity("smoothing", CrossEntropy::smoothing).or(Quantity.of(0))),
              Kind.of("squared-error", new SquaredError())));

  private Vocabulary<T> and(List<Kind<? extends T>> more) {
    return new Vocabulary<>(noun, Stream.concat(kinds.stream(), more.stream()).toList());
  }

  List<String> words() {
    return kinds.stream().<String>map(Kind::name).toList();
  }

  /** Reads {@code word}, {@code word: argument} or {@code word: {name: argument, …}}. */
  T read(YamlValue entry) {
    if (entry.isText()) {
      return kind(entry.text(noun), entry).read(entry, Optional.empty());
    }
    Map<String, YamlValue> entries =
        entry.entries("a " + noun + ", such as " + kinds.get(0).name());
    if (entries.size() != 1) {
      String found = String.join("', '", entries.keySet());
      throw entry.error(
          "expected one "
              + noun
              + " but found '"
              + YamlText.excerpt(found)
              + "'; indent its arguments below it, or begin the next with '- '");
    }
    Map.Entry<String, YamlValue> only = entries.entrySet().iterator().next();
    return kind(only.getKey(), only.getValue()).read(entry, Optional.of(only.getValue()));
  }

  private Kind<? extends T> kind(String word, YamlValue where) {
    for (Kind<? extends T> kind : kinds) {
      if (kind.name().equals(word)) {
        return kind;
      }
    }
    String[] parts = word.split("[\\s:=]+", 2);
    String hint =
        parts.length == 2 && words().contains(parts[0])
            ? "; did you mean '" + parts[0] + ": " + YamlText.excerpt(parts[1]) + "'?"
            : Nearest.hint(word, words());
    throw where.labelled("").error("unknown " + noun + " '" + YamlText.excerpt(word) + "'" + hint);
  }

  /** Prints it; empty for one that has no word. */
  Optional<String> print(T thing) {
    return kinds.stream()
        .filter(kind -> kind.matches().test(thing))
        .findFirst()
        .map(kind -> kind.print(thing));
  }
}

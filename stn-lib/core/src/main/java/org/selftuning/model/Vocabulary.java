package org.selftuning.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.selftuning.layer.AbsoluteError;
import org.selftuning.layer.Activate;
import org.selftuning.layer.ActivationPenalty;
import org.selftuning.layer.ActiveUnits;
import org.selftuning.layer.AffineWarp;
import org.selftuning.layer.Attention;
import org.selftuning.layer.AveragePool;
import org.selftuning.layer.BatchNorm;
import org.selftuning.layer.BinaryCrossEntropy;
import org.selftuning.layer.Branches;
import org.selftuning.layer.ChannelDropout;
import org.selftuning.layer.ColorJitter;
import org.selftuning.layer.ColumnEmbedding;
import org.selftuning.layer.Conv1d;
import org.selftuning.layer.Conv2d;
import org.selftuning.layer.CrossEntropy;
import org.selftuning.layer.Cutmix;
import org.selftuning.layer.Cutout;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.Embedding;
import org.selftuning.layer.Flatten;
import org.selftuning.layer.Focal;
import org.selftuning.layer.GatedBatchNorm;
import org.selftuning.layer.GatedConv2d;
import org.selftuning.layer.GatedDropout;
import org.selftuning.layer.GatedEmbedding;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.GatedLstm;
import org.selftuning.layer.GaussianNoise;
import org.selftuning.layer.Gelu;
import org.selftuning.layer.GlobalAveragePool;
import org.selftuning.layer.GroupNorm;
import org.selftuning.layer.Gru;
import org.selftuning.layer.HorizontalFlip;
import org.selftuning.layer.Huber;
import org.selftuning.layer.InputScale;
import org.selftuning.layer.LastStep;
import org.selftuning.layer.Layer;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.LayerProvider;
import org.selftuning.layer.LeakyRelu;
import org.selftuning.layer.Linear;
import org.selftuning.layer.LockedDropout;
import org.selftuning.layer.Loss;
import org.selftuning.layer.Lstm;
import org.selftuning.layer.MaxPool;
import org.selftuning.layer.MeanOverSteps;
import org.selftuning.layer.Mixup;
import org.selftuning.layer.Normalize;
import org.selftuning.layer.PathDropout;
import org.selftuning.layer.Positions;
import org.selftuning.layer.RandAugment;
import org.selftuning.layer.RandomErasing;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.layer.RmsNorm;
import org.selftuning.layer.Rnn;
import org.selftuning.layer.Sequence;
import org.selftuning.layer.Silu;
import org.selftuning.layer.Softplus;
import org.selftuning.layer.SquaredError;
import org.selftuning.layer.Temperature;
import org.selftuning.layer.TemporalActivationPenalty;
import org.selftuning.layer.TiedDecoder;
import org.selftuning.layer.WeightPenalty;
import org.selftuning.layer.WeightedCrossEntropy;
import org.selftuning.tensor.Activation;

/**
 * The words of the YAML form for one thing: one row a kind.
 *
 * @param <T> the thing: a layer or a loss
 */
final class Vocabulary<T> {
  /** Every layer. */
  static final Vocabulary<Layer> LAYERS =
      new Vocabulary<Layer>("layer")
          .with(
              GatedLinear.class,
              Linear.class,
              Dropout.class,
              ActiveUnits.class,
              GatedConv2d.class,
              Conv2d.class,
              MaxPool.class,
              AveragePool.class,
              GlobalAveragePool.class,
              ChannelDropout.class,
              PathDropout.class,
              GatedDropout.class,
              GatedBatchNorm.class,
              BatchNorm.class,
              WeightPenalty.class)
          .with(Kind.of("relu", new Activate(Activation.RELU)))
          .with(Kind.of("tanh", new Activate(Activation.TANH)))
          .with(Kind.of("sigmoid", new Activate(Activation.SIGMOID)))
          .with(
              Flatten.class,
              Gelu.class,
              Silu.class,
              LeakyRelu.class,
              Softplus.class,
              LayerNorm.class,
              RmsNorm.class,
              GroupNorm.class,
              Attention.class,
              Positions.class,
              Residual.class,
              Branches.class,
              Repeat.class,
              ColumnEmbedding.class,
              GatedEmbedding.class,
              Embedding.class,
              GatedLstm.class,
              Lstm.class,
              Gru.class,
              Rnn.class,
              Sequence.class,
              Conv1d.class,
              LastStep.class,
              MeanOverSteps.class,
              TiedDecoder.class,
              LockedDropout.class,
              ActivationPenalty.class,
              TemporalActivationPenalty.class,
              ColorJitter.class,
              AffineWarp.class,
              InputScale.class,
              GaussianNoise.class,
              HorizontalFlip.class,
              Cutout.class,
              Mixup.class,
              Cutmix.class,
              RandomErasing.class,
              RandAugment.class,
              Normalize.class,
              Temperature.class);

  /** Every loss. */
  static final Vocabulary<Loss> LOSSES =
      new Vocabulary<Loss>("loss")
          .with(
              CrossEntropy.class,
              SquaredError.class,
              AbsoluteError.class,
              Huber.class,
              BinaryCrossEntropy.class,
              Focal.class,
              WeightedCrossEntropy.class);

  static {
    for (LayerProvider provider : ServiceLoader.load(LayerProvider.class)) {
      provider.layers().forEach(LAYERS::register);
    }
  }

  /** Words of older versions, and what they are now. */
  private static final Map<String, String> FORMER =
      Map.of("colour-jitter", "color-jitter", "normalise", "normalize"); // spelling: before 0.2.0

  private final String noun;
  private final List<Kind<? extends T>> kinds = new CopyOnWriteArrayList<>();

  /** How many of the kinds are the library's. */
  private int own;

  /**
   * An empty vocabulary.
   *
   * @param noun what errors call the thing
   */
  Vocabulary(String noun) {
    this.noun = noun;
  }

  /** Adds kinds of the library's, read off their records. */
  @SafeVarargs
  final Vocabulary<T> with(Class<? extends T>... types) {
    for (Class<? extends T> type : types) {
      kinds.addAll(Kinds.of(type));
    }
    own = kinds.size();
    return this;
  }

  /** Adds a kind of the library's. */
  Vocabulary<T> with(Kind<? extends T> kind) {
    kinds.add(kind);
    own = kinds.size();
    return this;
  }

  /** Adds a kind of someone else's, in the place of one that has its word. */
  synchronized void register(Class<? extends T> type) {
    for (Kind<? extends T> kind : Kinds.of(type)) {
      int known = words().indexOf(kind.name());
      if (known >= 0 && known < own) {
        throw new IllegalArgumentException(
            String.format(
                "the word '%s' belongs to a %s of the library; give %s another name",
                kind.name(), noun, type.getSimpleName()));
      }
      if (known >= 0) {
        kinds.set(known, kind);
      } else {
        kinds.add(kind);
      }
    }
  }

  String noun() {
    return noun;
  }

  List<Kind<? extends T>> kinds() {
    return Collections.unmodifiableList(kinds);
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
        new LinkedHashMap<>(entry.entries("a " + noun + ", such as " + kinds.get(0).name()));
    if (this == LAYERS && entries.size() > 1) {
      entries.remove(LayerNames.KEY);
    }
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

  private Kind<? extends T> kind(String written, YamlValue where) {
    String word = FORMER.getOrDefault(written, written);
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
    String own =
        hint.startsWith("; valid") ? "; one of your own: define its record and register it" : "";
    throw where
        .labeled("")
        .error("unknown " + noun + " '" + YamlText.excerpt(word) + "'" + hint + own);
  }

  /** Prints it; empty for one that has no word. A record of someone else's gets one by that. */
  Optional<String> print(T thing) {
    return kindOf(thing).map(kind -> kind.print(thing));
  }

  /** What it is called where it is drawn. */
  Caption caption(T thing) {
    return kindOf(thing)
        .map(kind -> kind.caption(thing))
        .orElseGet(() -> new Caption(thing.toString(), List.of()));
  }

  @SuppressWarnings("unchecked") // a thing's class is one of things
  private Optional<Kind<? extends T>> kindOf(T thing) {
    Optional<Kind<? extends T>> known = known(thing);
    if (known.isEmpty() && thing instanceof Record) {
      try {
        register((Class<? extends T>) thing.getClass());
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      return known(thing);
    }
    return known;
  }

  private Optional<Kind<? extends T>> known(T thing) {
    for (Kind<? extends T> kind : kinds) {
      if (kind.matches().test(thing)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /**
   * Prints it.
   *
   * @throws IllegalArgumentException if it has no word
   */
  String printed(T thing) {
    return print(thing)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    noun
                        + " "
                        + thing
                        + " has no YAML form: it must be a record whose components are numbers,"
                        + " words, quantities or layers"));
  }
}

package org.selftuning.model;

import static org.selftuning.model.Argument.count;
import static org.selftuning.model.Argument.quantity;

import java.util.List;
import org.selftuning.layer.ActivationPenalty;
import org.selftuning.layer.Embedding;
import org.selftuning.layer.GatedEmbedding;
import org.selftuning.layer.GatedLstm;
import org.selftuning.layer.Layer;
import org.selftuning.layer.LockedDropout;
import org.selftuning.layer.Lstm;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.TemporalActivationPenalty;
import org.selftuning.layer.TiedDecoder;

/** The layers of sequences in the YAML form. */
final class SequenceKinds {
  private static final Quantity NONE = Quantity.of(0);

  static final List<Kind<? extends Layer>> ALL =
      List.of(
          Kind.of(
              "gated-embedding",
              GatedEmbedding.class,
              v ->
                  new GatedEmbedding(
                      v.count("vocabulary"), v.count("dim"), v.quantity("word-dropout")),
              count("vocabulary", GatedEmbedding::vocabulary),
              count("dim", GatedEmbedding::dim),
              quantity("word-dropout", GatedEmbedding::wordDropout).or(NONE)),
          Kind.of(
              "embedding",
              Embedding.class,
              v -> new Embedding(v.count("vocabulary"), v.count("dim"), v.quantity("word-dropout")),
              count("vocabulary", Embedding::vocabulary),
              count("dim", Embedding::dim),
              quantity("word-dropout", Embedding::wordDropout).or(NONE)),
          Kind.of(
              "gated-lstm",
              GatedLstm.class,
              v -> new GatedLstm(v.count("units"), v.quantity("drop-connect")),
              count("units", GatedLstm::units),
              quantity("drop-connect", GatedLstm::dropConnect).or(NONE)),
          Kind.of(
              "lstm",
              Lstm.class,
              v -> new Lstm(v.count("units"), v.quantity("drop-connect")),
              count("units", Lstm::units),
              quantity("drop-connect", Lstm::dropConnect).or(NONE)),
          Kind.of(
              "tied-decoder",
              TiedDecoder.class,
              v -> new TiedDecoder(v.count("vocabulary")),
              count("vocabulary", TiedDecoder::vocabulary)),
          Kind.of(
              "locked-dropout",
              LockedDropout.class,
              v -> new LockedDropout(v.quantity("rate")),
              quantity("rate", LockedDropout::rate)),
          Kind.of(
              "activation-penalty",
              ActivationPenalty.class,
              v -> new ActivationPenalty(v.quantity("strength")),
              quantity("strength", ActivationPenalty::strength)),
          Kind.of(
              "temporal-activation-penalty",
              TemporalActivationPenalty.class,
              v -> new TemporalActivationPenalty(v.quantity("strength")),
              quantity("strength", TemporalActivationPenalty::strength)));

  private SequenceKinds() {}
}

package org.selftuning.model;

import static org.selftuning.model.Argument.numbers;
import static org.selftuning.model.Argument.quantity;

import java.util.List;
import org.selftuning.layer.AffineWarp;
import org.selftuning.layer.ColourJitter;
import org.selftuning.layer.Cutout;
import org.selftuning.layer.GaussianNoise;
import org.selftuning.layer.HorizontalFlip;
import org.selftuning.layer.InputScale;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Normalise;
import org.selftuning.layer.Quantity;

/** The words for layers that work on the examples themselves. */
final class AugmentationKinds {
  /** A strength that changes nothing. */
  private static final Quantity NONE = Quantity.of(0);

  static final List<Kind<? extends Layer>> ALL =
      List.of(
          Kind.of(
              "colour-jitter",
              ColourJitter.class,
              v ->
                  new ColourJitter(
                      v.quantity("brightness"),
                      v.quantity("contrast"),
                      v.quantity("saturation"),
                      v.quantity("hue")),
              quantity("brightness", ColourJitter::brightness).or(NONE),
              quantity("contrast", ColourJitter::contrast).or(NONE),
              quantity("saturation", ColourJitter::saturation).or(NONE),
              quantity("hue", ColourJitter::hue).or(NONE)),
          Kind.of(
              "affine-warp",
              AffineWarp.class,
              v ->
                  new AffineWarp(
                      v.quantity("rotation"),
                      v.quantity("shear"),
                      v.quantity("zoom"),
                      v.quantity("translation")),
              quantity("rotation", AffineWarp::rotation).or(NONE),
              quantity("shear", AffineWarp::shear).or(NONE),
              quantity("zoom", AffineWarp::zoom).or(NONE),
              quantity("translation", AffineWarp::translation).or(NONE)),
          Kind.of(
              "input-scale",
              InputScale.class,
              v -> new InputScale(v.quantity("strength")),
              quantity("strength", InputScale::strength)),
          Kind.of(
              "gaussian-noise",
              GaussianNoise.class,
              v -> new GaussianNoise(v.quantity("std")),
              quantity("std", GaussianNoise::std)),
          Kind.of(
              "horizontal-flip",
              HorizontalFlip.class,
              v -> new HorizontalFlip(v.quantity("probability")),
              quantity("probability", HorizontalFlip::probability).or(Quantity.of(0.5))),
          Kind.of(
              "cutout",
              Cutout.class,
              v -> new Cutout(v.quantity("holes"), v.quantity("length")),
              quantity("holes", Cutout::holes),
              quantity("length", Cutout::length)),
          Kind.of(
              "normalise",
              Normalise.class,
              v -> new Normalise(v.numbers("mean"), v.numbers("std")),
              numbers("mean", Normalise::mean),
              numbers("std", Normalise::std)));

  private AugmentationKinds() {}
}

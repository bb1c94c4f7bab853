package org.selftuning.magics;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.selftuning.data.ImageFormat;
import org.selftuning.data.ImageOptions;
import org.selftuning.data.SplitOptions;
import picocli.CommandLine.Option;

/** What becomes of images, as options of a command. */
final class ImageArguments {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,4})(?:x(\\d{1,4}))?");

  @Option(
      names = "--size",
      paramLabel = "WIDTHxHEIGHT",
      description = "images: pixels, as 64 or 64x48 (theirs, if they agree)")
  private String size;

  @Option(
      names = {"--gray", "--grey"},
      negatable = true,
      fallbackValue = "true",
      description = "images: one channel, or three with --no-gray (as they are)")
  private Boolean gray;

  @Option(
      names = "--fit",
      paramLabel = "HOW",
      description =
          "images: ${COMPLETION-CANDIDATES}: stretched, cut at the center, or for training at random"
              + " places (${DEFAULT-VALUE})")
  private ImageFormat.Fit fit = ImageFormat.Fit.RESIZE;

  @Option(
      names = "--skip-broken",
      description = "images: leave out files that cannot be decoded, and name them")
  private boolean skipBroken;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "images: the folder for what is decoded (cache/ beside fetched data sets)")
  private Path cache;

  ImageArguments() {}

  ImageOptions options(SplitOptions split) {
    ImageOptions options = ImageOptions.standard().fit(fit).split(split);
    if (size != null) {
      Matcher pixels = SIZE.matcher(size);
      if (!pixels.matches()) {
        throw new IllegalArgumentException(
            "--size is a number of pixels, as 64 or 64x48 (width x height), not '" + size + "'");
      }
      int width = Integer.parseInt(pixels.group(1));
      options =
          options.size(pixels.group(2) == null ? width : Integer.parseInt(pixels.group(2)), width);
    }
    options = gray == null ? options : options.gray(gray);
    options = skipBroken ? options.skippingBroken() : options;
    return cache == null ? options : options.cache(cache);
  }
}

package org.selftuning.kernel;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The media types that a display may be asked for, and their short names. */
final class MediaTypes {
  private static final Pattern TYPE =
      Pattern.compile("(?:text|image|application|audio|video)/[\\w.+-]+(?:;.*)?");
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("txt", "text/plain"),
          Map.entry("text", "text/plain"),
          Map.entry("plain", "text/plain"),
          Map.entry("html", "text/html"),
          Map.entry("md", "text/markdown"),
          Map.entry("markdown", "text/markdown"),
          Map.entry("latex", "text/latex"),
          Map.entry("js", "application/javascript"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"));

  private MediaTypes() {}

  /** The media type that {@code name} is, or is short for; empty where it is neither. */
  static Optional<String> named(String name) {
    return TYPE.matcher(name).matches()
        ? Optional.of(name)
        : Optional.ofNullable(SHORT.get(name.toLowerCase(Locale.ROOT)));
  }
}

package org.selftuning.kernel;

import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The options of the compiler of the cells: that it may use what this Java was started with, and
 * what {@code %java} asks for.
 */
final class CompilerOptions {
  private static final String PREVIEW = "--enable-preview";
  private static final String MODULES = "--add-modules";
  private static final String RELEASE = "--release";
  private static final int OLDEST = 9;

  private CompilerOptions() {}

  /** The options without {@code %java}: preview features and modules as Java was started with. */
  static List<String> ofThisProcess() {
    List<String> options = new ArrayList<>(List.of("-parameters"));
    if (hasPreview()) {
      options.addAll(List.of(PREVIEW, "-source", String.valueOf(Runtime.version().feature())));
    }
    startedWith().stream()
        .filter(option -> option.startsWith(MODULES + "="))
        .flatMap(option -> Arrays.stream(option.substring(MODULES.length() + 1).split(",")))
        .filter(CompilerOptions::isLoaded)
        .forEach(module -> options.addAll(List.of(MODULES, module)));
    return options;
  }

  /**
   * The options that {@code %java} names, with those of this process.
   *
   * @throws IllegalArgumentException for what the compiler, or this Java, cannot do
   */
  static List<String> of(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "%java takes --enable-preview, --add-modules NAMES or --release NUMBER");
    }
    List<String> options = new ArrayList<>(ofThisProcess());
    List<String> split =
        words.stream()
            .flatMap(
                word ->
                    Arrays.stream(word.startsWith("--") ? word.split("=", 2) : new String[] {word}))
            .toList();
    for (int i = 0; i < split.size(); i++) {
      String value = i + 1 < split.size() ? split.get(i + 1) : "";
      switch (split.get(i)) {
        case PREVIEW -> requirePreview();
        case MODULES -> {
          addModules(value, options);
          i++;
        }
        case RELEASE -> {
          release(value, options);
          i++;
        }
        default ->
            throw new IllegalArgumentException(
                "%java knows no "
                    + split.get(i)
                    + "; it takes --enable-preview, --add-modules NAMES and --release NUMBER");
      }
    }
    return options;
  }

  private static void requirePreview() {
    if (!hasPreview()) {
      throw new IllegalArgumentException(startWith(PREVIEW));
    }
  }

  private static void addModules(String names, List<String> options) {
    for (String name : names.split(",")) {
      if (ModuleFinder.ofSystem().find(name).isEmpty()) {
        throw new IllegalArgumentException(
            "%java: this Java has no module '" + name + "'; java --list-modules lists them");
      }
      if (!isLoaded(name)) {
        throw new IllegalArgumentException(startWith(MODULES + "=" + name));
      }
      options.addAll(List.of(MODULES, name));
    }
  }

  private static void release(String number, List<String> options) {
    int newest = Runtime.version().feature();
    if (!number.matches("\\d{1,3}")
        || Integer.parseInt(number) < OLDEST
        || Integer.parseInt(number) > newest) {
      throw new IllegalArgumentException(
          "%java --release takes a number from " + OLDEST + " to " + newest + ", this Java's own");
    }
    int source = options.indexOf("-source");
    if (source >= 0) { // of preview features, which only the newest release has
      options.subList(source - 1, source + 2).clear();
    }
    options.addAll(List.of(RELEASE, number));
  }

  private static String startWith(String option) {
    return "this Java was started without it: give --java-option="
        + option
        + " to ./stn install or ./stn run";
  }

  private static boolean isLoaded(String module) {
    return ModuleLayer.boot().findModule(module).isPresent();
  }

  private static boolean hasPreview() {
    return startedWith().contains(PREVIEW);
  }

  private static List<String> startedWith() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }
}

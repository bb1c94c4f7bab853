package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Plain words in pages and notebooks, and in the help, messages and comments of the sources: what
 * is to be avoided is in one list, and what may stay in another.
 */
final class LanguageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> ENDINGS =
      Set.of("md", "ipynb", "java", "py", "cmd", "cff", "cu", "cuh", "h", "cpp");
  private static final List<Path> PLACES =
      Stream.of(
              "README.md",
              "CHANGELOG.md",
              "CONTRIBUTING.md",
              "CITATION.cff",
              "stn.cmd",
              ".github",
              "data",
              "docs",
              "notebooks",
              "stn-lib",
              "kernels",
              "tests")
          .map(ROOT::resolve)
          .toList();
  private static final Set<String> LEFT_OUT =
      Set.of("target", "out", "golden", ".ipynb_checkpoints", "LanguageTest.java");

  /** Each with what to write in its place. */
  private static final List<String> AVOIDED =
      List.of(
          "(go|goes|going|went) on: continues, resumes",
          "(is|are|be|was|were) told: is reported",
          "tells: says, reports, shows",
          "hears of: listens for, receives",
          "stands(?! (in )?for\\b): is",
          "so many: n",
          "one in how many: the reduction factor η",
          "anew: again, new",
          "afresh: again, new",
          "at hand: current, bound",
          "at work: running, in use",
          "what came of it: results",
          "the way on: next steps",
          "PyTorch's time by ours: speed-up over PyTorch (its time ÷ ours)",
          "null if no one needs it: null if not required",
          "(colour|normalise|behaviour|optimiser|neighbour|centre)\\w*: American spelling");

  /** What may stay: names of things, and words that mean what they say. */
  private static final List<String> MAY_STAY =
      List.of(
          "augment_colour", // a golden vector's file
          "stream(\"colour\")", // a random stream's name, from which its numbers come
          // words of old models, and their test
          "\"colour-jitter\", \"color-jitter\", \"normalise\", \"normalize\"",
          "replace(\"color-\", \"colour-\").replace(\"normalize\", \"normalise\")");

  @Test
  void noTextUsesAWordOfTheList() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (Path place : PLACES) {
      try (Stream<Path> all = Files.walk(place)) {
        for (Path file : all.filter(LanguageTest::isText).toList()) {
          files++;
          look(file, found);
        }
      }
    }
    assertThat(found).isEmpty();
    assertThat(files).isGreaterThan(1000);
  }

  private static void look(Path file, List<String> found) throws IOException {
    String text = Files.readString(file);
    for (String each : MAY_STAY) {
      text = text.replace(each, "");
    }
    text = text.replaceAll("\\n\\s*(\\*|//)?\\s+", " "); // a phrase may be broken by a line's end
    for (String avoided : AVOIDED) {
      String[] words = avoided.split(": ", 2);
      Pattern pattern =
          Pattern.compile("\\b" + words[0].replace(" ", "\\s+") + "\\b", Pattern.CASE_INSENSITIVE);
      for (Matcher at = pattern.matcher(text); at.find(); ) {
        int from = Math.max(0, at.start() - 40);
        int to = Math.min(text.length(), at.end() + 30);
        found.add(ROOT.relativize(file) + ": …" + text.substring(from, to) + "…: " + words[1]);
      }
    }
  }

  private static boolean isText(Path file) {
    for (Path part : ROOT.relativize(file)) {
      if (LEFT_OUT.contains(part.toString())) {
        return false;
      }
    }
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}

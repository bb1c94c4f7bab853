package org.selftuning.library;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what people paste from a pom into one that is whole. */
final class PomText {
  private static final Pattern PROJECT = Pattern.compile("<project[\\s>]");
  private static final Pattern MANAGEMENT = part("dependencyManagement");
  private static final Pattern PROPERTIES = part("properties");
  private static final Pattern REPOSITORY = part("repository");
  private static final Pattern DEPENDENCY = part("dependency");

  private PomText() {}

  private static Pattern part(String name) {
    return Pattern.compile("<" + name + ">.*?</" + name + ">", Pattern.DOTALL);
  }

  /**
   * A pom with everything that {@code text} names; a whole one stays as it is.
   *
   * @throws IllegalArgumentException if there is no dependency in it
   */
  static String whole(String text) {
    if (PROJECT.matcher(text).find()) {
      return text;
    }
    String management = all(MANAGEMENT, text);
    String rest = MANAGEMENT.matcher(text).replaceAll("");
    String dependencies = all(DEPENDENCY, rest);
    if (dependencies.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no <dependency> in this text; paste one of a pom, or a whole pom");
    }
    return "<project><modelVersion>4.0.0</modelVersion><groupId>notebook</groupId>"
        + "<artifactId>cell</artifactId><version>1</version>"
        + all(PROPERTIES, text)
        + management
        + ("<repositories>" + all(REPOSITORY, text) + "</repositories>")
        + ("<dependencies>" + dependencies + "</dependencies></project>");
  }

  private static String all(Pattern part, String text) {
    StringBuilder all = new StringBuilder();
    Matcher m = part.matcher(text);
    while (m.find()) {
      all.append(m.group());
    }
    return all.toString();
  }
}

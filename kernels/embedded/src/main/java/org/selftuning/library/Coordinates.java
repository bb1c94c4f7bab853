package org.selftuning.library;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * Coordinates of an artifact as people write them: {@code group:name:version}, with {@code
 * :packaging} or {@code :packaging:classifier} before the version as Maven and IJava have it, or
 * with {@code :classifier} and {@code @packaging} behind it as JBang has it.
 */
final class Coordinates {
  private static final Pattern PARTS =
      Pattern.compile("([\\w.-]+):([\\w.-]+)((?::[\\w.+-]+){0,3})(?:@([\\w.-]+))?");

  private Coordinates() {}

  /**
   * Reads coordinates.
   *
   * @return the artifact; its version is empty where none is given
   * @throws IllegalArgumentException if they are none
   */
  static Artifact parse(String text) {
    Matcher m = PARTS.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' names no library; write group:name:version, such as"
              + " org.apache.commons:commons-math3:3.6.1");
    }
    String[] more = m.group(3).isEmpty() ? new String[0] : m.group(3).substring(1).split(":");
    String packaging = m.group(4) == null ? "jar" : m.group(4);
    String classifier = "";
    String version = more.length == 0 ? "" : more[more.length - 1];
    if (more.length > 1 && Character.isDigit(more[0].charAt(0))) { // as JBang has it
      version = more[0];
      classifier = more[1];
    } else if (more.length > 1) {
      packaging = more[0];
      classifier = more.length == 3 ? more[1] : "";
    }
    return new DefaultArtifact(m.group(1), m.group(2), classifier, packaging, version);
  }
}

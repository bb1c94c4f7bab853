package org.selftuning.library;

import java.nio.file.Path;
import org.eclipse.aether.artifact.Artifact;

/**
 * A file of a library that was found.
 *
 * @param group such as {@code org.apache.commons}
 * @param name such as {@code commons-math3}
 * @param classifier such as {@code linux-x86_64}; mostly empty
 * @param version such as {@code 3.6.1}
 * @param file the jar in the local repository
 */
public record Library(String group, String name, String classifier, String version, Path file) {
  static Library of(Artifact found) {
    return new Library(
        found.getGroupId(),
        found.getArtifactId(),
        found.getClassifier(),
        found.getVersion(),
        found.getPath());
  }

  /** What is the same in all of its versions. */
  public String key() {
    return group + ":" + name + (classifier.isEmpty() ? "" : ":" + classifier);
  }

  @Override
  public String toString() {
    return key() + ":" + version;
  }
}

package org.selftuning.library;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;

/** Offers a pom of a notebook to the resolver, under a name that no repository has. */
final class GivenPom implements WorkspaceReader {
  private static final Artifact NAME = new DefaultArtifact("notebook", "given", "pom", "1");

  private final WorkspaceRepository repository = new WorkspaceRepository("notebook");
  private Path file;

  /** From now on {@code pom} is found under the name that is returned. */
  synchronized Artifact take(Path pom) {
    file = pom;
    return NAME;
  }

  synchronized void drop(Path pom) {
    file = null;
    if (pom != null) {
      try {
        Files.deleteIfExists(pom);
      } catch (IOException e) {
        return; // the system's temporary files are cleared sooner or later
      }
    }
  }

  @Override
  public WorkspaceRepository getRepository() {
    return repository;
  }

  @Override
  public synchronized File findArtifact(Artifact artifact) {
    return file != null && artifact.toString().equals(NAME.toString()) ? file.toFile() : null;
  }

  @Override
  public List<String> findVersions(Artifact artifact) {
    return List.of();
  }
}

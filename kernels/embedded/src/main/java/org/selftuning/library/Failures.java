package org.selftuning.library;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelProblem;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.RepositoryOfflineException;
import org.eclipse.aether.version.Version;

/** Why a library is not to be had, in one line with what to do. */
record Failures(
    RepositorySystem system, RepositorySystemSession session, List<RemoteRepository> remotes) {
  LibraryException of(Exception failure) {
    ChecksumFailureException checksum = cause(failure, ChecksumFailureException.class);
    ArtifactTransferException transfer = cause(failure, ArtifactTransferException.class);
    RepositoryOfflineException offline = cause(failure, RepositoryOfflineException.class);
    ModelBuildingException invalid = cause(failure, ModelBuildingException.class);
    String message;
    if (checksum != null) {
      String what = transfer == null ? "a download" : name(transfer.getArtifact());
      message = what + " does not match its checksum and is refused: " + checksum(checksum);
    } else if (transfer instanceof ArtifactNotFoundException && offline == null) {
      message = notFound(transfer.getArtifact());
    } else if (transfer != null && offline != null) {
      message =
          name(transfer.getArtifact())
              + " is not in the local repository, and Maven's settings say to work offline";
    } else if (transfer != null) {
      message =
          name(transfer.getArtifact())
              + " is not in the local repository and cannot be downloaded from "
              + transfer.getRepository().getUrl()
              + ": "
              + last(failure);
    } else if (invalid != null) {
      message = "the pom cannot be read: " + mistake(invalid);
    } else {
      message = last(failure);
    }
    return new LibraryException(message.lines().findFirst().orElse(""), failure);
  }

  LibraryException withoutVersion(Artifact artifact) {
    List<Version> versions = versions(artifact);
    String name = artifact.getGroupId() + ":" + artifact.getArtifactId();
    return new LibraryException(
        versions.isEmpty()
            ? "there is no library " + name + " in " + places()
            : name + " needs a version; the newest is " + name + ":" + newest(versions),
        null);
  }

  private String notFound(Artifact artifact) {
    List<Version> versions = versions(artifact);
    String name = artifact.getGroupId() + ":" + artifact.getArtifactId();
    if (versions.isEmpty()) {
      return "there is no library " + name + " in " + places() + "; check its group and name";
    }
    if (versions.stream().anyMatch(each -> each.toString().equals(artifact.getVersion()))) {
      return name(artifact) + " is in none of " + places() + ", though its version is";
    }
    return "there is no version "
        + artifact.getVersion()
        + " of "
        + name
        + "; the newest is "
        + newest(versions);
  }

  /** Without alphas and their like, if there are others. */
  private static Version newest(List<Version> versions) {
    List<Version> finished =
        versions.stream().filter(each -> each.toString().matches("[\\d.]+")).toList();
    List<Version> from = finished.isEmpty() ? versions : finished;
    return from.get(from.size() - 1);
  }

  private List<Version> versions(Artifact artifact) {
    VersionRangeRequest request =
        new VersionRangeRequest(artifact.setVersion("[0,)"), remotes, null);
    try {
      return system.resolveVersionRange(session, request).getVersions();
    } catch (VersionRangeResolutionException e) {
      return List.of();
    }
  }

  private String places() {
    return remotes.stream()
        .map(each -> each.getId() + " (" + each.getUrl() + ")")
        .collect(Collectors.joining(", "));
  }

  private static String checksum(ChecksumFailureException failure) {
    return failure.getExpected() == null
        ? failure.getMessage()
        : "it is "
            + failure.getActual()
            + ", not "
            + failure.getExpected()
            + "; try again later, or another repository";
  }

  private static String mistake(ModelBuildingException invalid) {
    return invalid.getProblems().stream()
        .filter(each -> each.getSeverity() != ModelProblem.Severity.WARNING)
        .findFirst()
        .map(ModelProblem::getMessage)
        .orElse(invalid.getMessage());
  }

  private static String name(Artifact artifact) {
    return artifact.getGroupId()
        + ":"
        + artifact.getArtifactId()
        + (artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier())
        + ":"
        + artifact.getVersion();
  }

  private static <T> T cause(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }

  private static String last(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    String message = at.getMessage() == null ? "" : ": " + at.getMessage();
    return at.getClass().getSimpleName().replaceFirst("Exception$", "") + message;
  }
}

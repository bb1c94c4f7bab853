package org.selftuning.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/**
 * Finds libraries and all that they depend on, and downloads what the local repository lacks. What
 * does not match its checksum is refused. What was found before is found again without Maven's
 * resolver, as long as the files are what they were.
 */
public final class Resolver {
  private static final RemoteRepository CENTRAL =
      new RemoteRepository.Builder("central", "default", "https://repo.maven.apache.org/maven2")
          .build();
  private static final Set<String> SCOPES = Set.of("", "compile", "runtime");

  private final Map<String, RemoteRepository> repositories = new LinkedHashMap<>();
  private final MavenSettings settings;
  private final ResolutionCache cache;
  private final GivenPom given = new GivenPom();
  private final Downloads downloads = new Downloads();
  private RepositorySystem system;
  private RepositorySystemSession session;

  /**
   * Reads Maven's settings.
   *
   * @throws LibraryException if they cannot be read
   */
  public Resolver() throws LibraryException {
    this(MavenSettings.read());
  }

  Resolver(MavenSettings settings) {
    this.settings = settings;
    cache = ResolutionCache.in(settings.localRepository());
    settings.repositories().forEach(each -> repositories.put(each.getId(), each));
    repositories.putIfAbsent(CENTRAL.getId(), CENTRAL);
  }

  /** Starts Maven's resolver, which takes longer than to find what was found before. */
  private void start() {
    if (system != null) {
      return;
    }
    system = new RepositorySystemSupplier().get();
    SessionBuilder builder =
        new SessionBuilderSupplier(system)
            .get()
            .withLocalRepositoryBaseDirectories(settings.localRepository())
            .setSystemProperties(System.getProperties())
            .setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL)
            .setWorkspaceReader(given)
            .setTransferListener(downloads);
    settings.apply(builder);
    session = builder.build();
  }

  /** Adds a repository, or gives one another address. */
  public void addRepository(String id, String url) {
    repositories.put(id, new RemoteRepository.Builder(id, "default", url).build());
  }

  /** The repositories in which libraries are looked for, each with its address. */
  public List<String> repositories() {
    return repositories.values().stream().map(each -> each.getId() + " " + each.getUrl()).toList();
  }

  /**
   * Finds libraries by their coordinates. Those of packaging {@code pom} decide versions only.
   *
   * @param coordinates such as {@code org.apache.commons:commons-math3:3.6.1}
   * @param progress takes lines that say what is being downloaded
   * @return the libraries and what they need, the nearest first
   * @throws LibraryException if one of them is not to be had
   */
  public List<Library> find(List<String> coordinates, Downloads.Progress progress)
      throws LibraryException {
    List<Artifact> wanted = coordinates.stream().map(Coordinates::parse).toList();
    return cached(wanted.toString(), () -> search(wanted, progress));
  }

  private List<Library> search(List<Artifact> wanted, Downloads.Progress progress)
      throws LibraryException {
    CollectRequest request = new CollectRequest().setRepositories(remotes(List.of()));
    Map<String, Dependency> managed = new LinkedHashMap<>();
    try (Downloads.Watch watch = downloads.watch(progress)) {
      for (Artifact one : wanted) {
        if (one.getExtension().equals("pom")) {
          describe(session, one, request.getRepositories())
              .getManagedDependencies()
              .forEach(each -> managed.putIfAbsent(key(each.getArtifact()), each));
        }
      }
      for (Artifact one : wanted) {
        if (!one.getExtension().equals("pom")) {
          request.addDependency(new Dependency(versioned(one, managed), "runtime"));
        }
      }
      request.setManagedDependencies(List.copyOf(managed.values()));
      return resolve(request);
    }
  }

  /**
   * Finds what a pom depends on, in the scopes compile and runtime.
   *
   * @param text a pom, or the dependencies and repositories of one
   */
  public List<Library> findOfPom(String text, Downloads.Progress progress) throws LibraryException {
    String whole = PomText.whole(text);
    return cached(whole, () -> searchOfPom(whole, progress));
  }

  private List<Library> searchOfPom(String text, Downloads.Progress progress)
      throws LibraryException {
    Path pom = null;
    try (Downloads.Watch watch = downloads.watch(progress)) {
      pom = Files.writeString(Files.createTempFile("pom", ".xml"), text);
      // Of a library a faulty pom counts as an empty one; people want to know what is wrong in
      // theirs.
      RepositorySystemSession strict =
          new DefaultRepositorySystemSession(session)
              .setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false));
      ArtifactDescriptorResult found = describe(strict, given.take(pom), remotes(List.of()));
      CollectRequest request =
          new CollectRequest()
              .setRepositories(remotes(found.getRepositories()))
              .setManagedDependencies(found.getManagedDependencies());
      found.getDependencies().stream()
          .filter(each -> SCOPES.contains(each.getScope()) && !each.isOptional())
          .forEach(request::addDependency);
      return resolve(request);
    } catch (LibraryException e) {
      throw e;
    } catch (IOException e) {
      throw new LibraryException("the pom cannot be kept for reading: " + e.getMessage(), e);
    } finally {
      given.drop(pom);
    }
  }

  private interface Search {
    List<Library> run() throws LibraryException;
  }

  /** The answer to {@code what} in these repositories, from an earlier search if there is one. */
  private List<Library> cached(String what, Search search) throws LibraryException {
    String question = String.join("\n", repositories()) + "\n" + what;
    Optional<List<Library>> before = cache.get(question);
    if (before.isPresent()) {
      return before.get();
    }
    start();
    List<Library> found = search.run();
    cache.put(question, found);
    return found;
  }

  private List<Library> resolve(CollectRequest request) throws LibraryException {
    if (request.getDependencies().isEmpty()) {
      return List.of();
    }
    try {
      return system
          .resolveDependencies(session, new DependencyRequest(request, null))
          .getArtifactResults()
          .stream()
          .map(each -> Library.of(each.getArtifact()))
          .filter(each -> each.file().getFileName().toString().endsWith(".jar"))
          .toList();
    } catch (DependencyResolutionException e) {
      throw new Failures(system, session, request.getRepositories()).of(e);
    }
  }

  private ArtifactDescriptorResult describe(
      RepositorySystemSession policy, Artifact pom, List<RemoteRepository> remotes)
      throws LibraryException {
    try {
      return system.readArtifactDescriptor(
          policy, new ArtifactDescriptorRequest(pom, remotes, null));
    } catch (ArtifactDescriptorException e) {
      throw new Failures(system, session, remotes).of(e);
    }
  }

  private Artifact versioned(Artifact artifact, Map<String, Dependency> managed)
      throws LibraryException {
    if (!artifact.getVersion().isEmpty()) {
      return artifact;
    }
    Dependency decided = managed.get(key(artifact));
    if (decided != null) {
      return artifact.setVersion(decided.getArtifact().getVersion());
    }
    throw new Failures(system, session, remotes(List.of())).withoutVersion(artifact);
  }

  private List<RemoteRepository> remotes(List<RemoteRepository> more) {
    List<RemoteRepository> all = new ArrayList<>(repositories.values());
    all.addAll(more);
    return system.newResolutionRepositories(session, all);
  }

  private static String key(Artifact artifact) {
    return new DefaultArtifact(
            artifact.getGroupId(), artifact.getArtifactId(), artifact.getClassifier(), "jar", "")
        .toString();
  }
}

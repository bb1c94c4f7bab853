package org.selftuning.library;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/**
 * What people have set up for Maven: {@code ~/.m2/settings.xml} and Maven's own {@code
 * conf/settings.xml}. Encrypted passwords are not read.
 */
final class MavenSettings {
  private static final Path HOME = Path.of(System.getProperty("user.home"), ".m2");

  private final Settings settings;

  private MavenSettings(Settings settings) {
    this.settings = settings;
  }

  static MavenSettings read() throws LibraryException {
    String given = System.getProperty("maven.settings");
    return read(given == null ? HOME.resolve("settings.xml") : Path.of(given));
  }

  static MavenSettings read(Path file) throws LibraryException {
    DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
    request.setUserSettingsFile(file.toFile());
    request.setSystemProperties(System.getProperties());
    Map<String, String> environment = System.getenv();
    String maven = environment.getOrDefault("MAVEN_HOME", environment.get("M2_HOME"));
    if (maven != null) {
      request.setGlobalSettingsFile(new File(maven, "conf/settings.xml"));
    }
    try {
      return new MavenSettings(
          new DefaultSettingsBuilderFactory().newInstance().build(request).getEffectiveSettings());
    } catch (SettingsBuildingException e) {
      String problem = e.getProblems().get(0).toString().lines().findFirst().orElse("");
      throw new LibraryException(file + ": " + problem + "; Maven's settings cannot be read", e);
    }
  }

  /** Where libraries are kept on this machine. */
  Path localRepository() {
    String property = System.getProperty("maven.repo.local", settings.getLocalRepository());
    return property == null || property.isBlank() ? HOME.resolve("repository") : Path.of(property);
  }

  /** The repositories of the profiles that are active; Maven Central not among them. */
  List<RemoteRepository> repositories() {
    List<RemoteRepository> repositories = new ArrayList<>();
    for (Profile profile : settings.getProfiles()) {
      boolean byDefault =
          profile.getActivation() != null && profile.getActivation().isActiveByDefault();
      if (byDefault || settings.getActiveProfiles().contains(profile.getId())) {
        profile
            .getRepositories()
            .forEach(
                each ->
                    repositories.add(
                        new RemoteRepository.Builder(each.getId(), "default", each.getUrl())
                            .build()));
      }
    }
    return repositories;
  }

  /** Sets a session up as {@code mvn} would be. */
  void apply(SessionBuilder session) {
    session.setOffline(settings.isOffline());
    DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    for (Mirror mirror : settings.getMirrors()) {
      mirrors.add(
          mirror.getId(),
          mirror.getUrl(),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    session.setMirrorSelector(mirrors);
    DefaultAuthenticationSelector servers = new DefaultAuthenticationSelector();
    for (Server server : settings.getServers()) {
      AuthenticationBuilder key = new AuthenticationBuilder();
      key.addUsername(server.getUsername()).addPassword(server.getPassword());
      servers.add(server.getId(), key.build());
    }
    session.setAuthenticationSelector(servers);
    DefaultProxySelector proxies = new DefaultProxySelector();
    settings.getProxies().stream()
        .filter(org.apache.maven.settings.Proxy::isActive)
        .forEach(proxy -> proxies.add(proxy(proxy), proxy.getNonProxyHosts()));
    session.setProxySelector(proxies);
  }

  private static Proxy proxy(org.apache.maven.settings.Proxy proxy) {
    Authentication key =
        new AuthenticationBuilder()
            .addUsername(proxy.getUsername())
            .addPassword(proxy.getPassword())
            .build();
    return new Proxy(proxy.getProtocol(), proxy.getHost(), proxy.getPort(), key);
  }
}

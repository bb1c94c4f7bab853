package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code docs/example}, which has the library as its only dependency. */
final class ExampleProjectTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Path EXAMPLE = TOP.resolve("docs/example");
  private static final String PROGRAM = "src/main/java/example/TrainAndPredict.java";
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>(stn|stn-core)</artifactId>\\s*<version>(.+?)</version>");
  private static final String INSTALL =
      "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file";

  @TempDir Path folder;

  @Test
  void predictsAfterLoadingWhatItPredictedBefore() throws IOException, InterruptedException {
    requirePredictions(
        run(
            1,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            EXAMPLE.resolve(PROGRAM).toString(),
            folder.resolve("flowers.stn").toString()));
  }

  /** Its Maven repository holds what the build packed; all else comes from Maven Central. */
  @Test
  @Tag("slow")
  void buildsAndRunsFromAnEmptyRepository() throws IOException, InterruptedException {
    String version = version(EXAMPLE.resolve("pom.xml"));
    assertThat(version).isEqualTo(version(TOP.resolve("pom.xml")));
    Path core = TOP.resolve("stn-lib/core");
    Path jar = core.resolve("target/stn-core-" + version + ".jar");
    assumeTrue(Files.exists(jar), "skipped: the modules are not packed; run mvn verify");
    Path project = folder.resolve("project");
    for (String file : List.of("pom.xml", PROGRAM)) {
      Files.createDirectories(project.resolve(file).getParent());
      Files.copy(EXAMPLE.resolve(file), project.resolve(file));
    }
    Path parent = TOP.resolve("pom.xml");
    maven(INSTALL, "-Dpackaging=pom", "-Dfile=" + parent, "-DpomFile=" + parent);
    maven(INSTALL, "-Dfile=" + jar, "-DpomFile=" + core.resolve("pom.xml"));
    String printed = maven("-f", project.toString(), "compile", "exec:exec");
    requirePredictions(printed);
    assertThat(project.resolve("target/flowers.stn")).isNotEmptyFile();
    try (Stream<Path> ours = Files.list(repository().resolve("org/selftuning"))) {
      assertThat(ours.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("stn", "stn-core");
    }
  }

  private Path repository() {
    return folder.resolve("repository");
  }

  private static String version(Path pom) throws IOException {
    Matcher version = ARTIFACT.matcher(Files.readString(pom));
    assertThat(version.find()).as("a version in " + pom).isTrue();
    return version.group(2);
  }

  private String maven(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q"));
    command.add("-Dmaven.repo.local=" + repository());
    command.addAll(List.of(arguments));
    return run(10, command.toArray(String[]::new));
  }

  /** Runs a command that must succeed and complain of nothing, and returns what it printed. */
  private String run(int minutes, String... command) throws IOException, InterruptedException {
    Outcome outcome = Outcome.of(folder, Map.of(), minutes, List.of(command));
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    assertThat(plain(outcome.err())).isEmpty();
    return plain(outcome.out());
  }

  /** Without the escape sequence that Maven ends with. */
  private static String plain(String text) {
    return text.replaceAll("\\u001b\\[[0-9;]*m", "");
  }

  private static void requirePredictions(String printed) {
    List<String> lines = printed.lines().toList();
    assertThat(lines.get(0)).startsWith("accuracy on the test part: ");
    assertThat(lines.get(1)).startsWith("tuned: {rate=");
    List<String> trained = after("trained: ", lines);
    assertThat(after("loaded: ", lines)).isEqualTo(trained).hasSize(3);
    assertThat(trained.get(0)).startsWith("[1.4, 0.2] small [");
    assertThat(trained.get(1)).startsWith("[4.3, 1.3] medium [");
    assertThat(trained.get(2)).startsWith("[5.9, 2.2] large [");
    assertThat(lines).hasSize(8);
  }

  private static List<String> after(String start, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }
}

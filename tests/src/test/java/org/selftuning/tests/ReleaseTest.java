package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/**
 * What {@code mvn -Prelease verify} stages, by the rules of Maven Central: built in a copy of the
 * tree, and a second time in another folder to compare.
 */
@Tag("slow")
final class ReleaseTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> LEFT_OUT =
      Set.of("target", "out", "shared", ".git", ".stn", ".idea");
  private static final String GROUP = "org/selftuning";

  @TempDir static Path folder;
  private static Path staged;

  @BeforeAll
  static void stage() throws IOException, InterruptedException {
    assumeTrue(Maven.isThere(folder), "skipped: no mvn on the PATH");
    staged = build(ROOT, "one");
  }

  @Test
  void everyModuleHasWhatCentralAsksFor() throws Exception {
    Map<String, Path> modules = modules(staged);
    assertThat(modules.keySet())
        .containsExactly(
            "stn",
            "stn-bom",
            "stn-core",
            "stn-cuda",
            "stn-excel",
            "stn-kernel",
            "stn-magics",
            "stn-parquet",
            "stn-spark");
    for (Map.Entry<String, Path> module : modules.entrySet()) {
      List<Document> poms = lineage(module.getValue(), modules);
      for (String needed :
          List.of("name", "description", "url", "licenses/license/name", "licenses/license/url")) {
        assertThat(first(poms, needed)).as(needed + " of " + module.getKey()).isNotBlank();
      }
      for (String needed : List.of("developers/developer/name", "scm/connection", "scm/url")) {
        assertThat(first(poms, needed)).as(needed + " of " + module.getKey()).isNotBlank();
      }
      Document pom = poms.get(0);
      assertThat(text(pom, "name")).as("a name of its own").isNotBlank();
      assertThat(text(pom, "//repository")).as("repositories").isEmpty();
      if (!text(pom, "packaging").equals("pom")) {
        Path stem = stem(module, modules);
        for (String kind : List.of("", "-sources", "-javadoc")) {
          assertThat(Path.of(stem + kind + ".jar")).isNotEmptyFile();
        }
        try (JarFile jar = new JarFile(stem + ".jar")) {
          assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
              .isEqualTo("org.selftuning." + module.getKey().substring("stn-".length()));
          assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
          assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
        }
      }
      assertThat(Path.of(stem(module, modules) + "-cyclonedx.json"))
          .content()
          .contains("CycloneDX");
    }
  }

  @Test
  void nothingIsASnapshotAndWhatIsNeededIsThere() throws Exception {
    Map<String, Path> modules = modules(staged);
    String version = version(modules);
    assertThat(version).doesNotContain("SNAPSHOT");
    for (Map.Entry<String, Path> module : modules.entrySet()) {
      String pom = Files.readString(Path.of(stem(module, modules) + ".pom"));
      assertThat(pom).doesNotContain("SNAPSHOT");
      XPathNodes ours =
          XPathFactory.newInstance()
              .newXPath()
              .evaluateExpression(
                  "//dependency[groupId='org.selftuning']/artifactId",
                  read(Path.of(stem(module, modules) + ".pom")),
                  XPathNodes.class);
      ours.forEach(each -> assertThat(modules).containsKey(each.getTextContent()));
    }
  }

  @Test
  void checksumsFit() throws Exception {
    int files = 0;
    for (Path file : artifacts(staged)) {
      for (String algorithm : List.of("MD5", "SHA-1")) {
        String ending = algorithm.toLowerCase(Locale.ROOT).replace("-", "");
        assertThat(Path.of(file + "." + ending)).content().startsWith(digest(file, algorithm));
      }
      files++;
    }
    assertThat(files).isGreaterThan(30);
  }

  /** The same sources give the same bytes, wherever they lie. */
  @Test
  void twoBuildsAreEqual() throws Exception {
    Path again = build(folder.resolve("one"), "another folder");
    List<Path> files = artifacts(staged);
    for (Path file : files) {
      assertThat(again.resolve(staged.relativize(file))).hasSameBinaryContentAs(file);
    }
    assertThat(artifacts(again)).hasSameSizeAs(files);
  }

  /** A project that imports the bill of materials trains a network. */
  @Test
  void aProjectBuildsFromWhatIsStaged() throws Exception {
    Path project = Files.createDirectories(folder.resolve("project"));
    Path main = Files.createDirectories(project.resolve("src/main/java"));
    Files.writeString(
        project.resolve("pom.xml"), POM.formatted(version(modules(staged)), staged.toUri()));
    Files.writeString(main.resolve("Main.java"), MAIN);
    Maven.run(
        project,
        "-Dmaven.repo.local=" + repositoryWithoutOurs(),
        "compile",
        "dependency:build-classpath",
        "-Dmdep.outputFile=classpath");
    String jars = Files.readString(project.resolve("classpath"));
    Outcome run =
        Outcome.of(
            project,
            Map.of(),
            5,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                "target/classes" + File.pathSeparator + jars,
                "Main"));
    assertThat(run.out()).as(run.err()).startsWith("epochs 1");
    assertThat(jars).contains("stn-core").doesNotContain("junit-jupiter");
  }

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>example</groupId>
        <artifactId>example</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>org.selftuning</groupId><artifactId>stn-bom</artifactId><version>%s</version>
              <type>pom</type><scope>import</scope>
            </dependency>
          </dependencies>
        </dependencyManagement>
        <dependencies>
          <dependency><groupId>org.selftuning</groupId><artifactId>stn-core</artifactId></dependency>
        </dependencies>
        <repositories><repository><id>staged</id><url>%s</url></repository></repositories>
        <build>
          <pluginManagement>
            <plugins>
              <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
              <plugin><artifactId>maven-resources-plugin</artifactId><version>3.4.0</version></plugin>
              <plugin><artifactId>maven-dependency-plugin</artifactId><version>3.9.0</version></plugin>
            </plugins>
          </pluginManagement>
        </build>
      </project>
      """;

  private static final String MAIN =
      """
      import org.selftuning.data.*;
      import org.selftuning.hyper.*;
      import org.selftuning.model.*;
      import org.selftuning.record.*;
      import org.selftuning.tensor.Device;
      import org.selftuning.train.*;

      public class Main {
        public static void main(String[] args) throws Exception {
          ModelSpec net =
              ModelSpec.input(784)
                  .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05))
                  .dropout("rate")
                  .gatedLinear(10)
                  .crossEntropy();
          Split data = StrokeDigits.split(400, 200, 200, 7);
          Run run =
              Run.start(
                  "first", net, data, TrainOptions.defaults().epochs(1), Device.named("cpu"));
          System.out.println("epochs " + run.history().epochs().rowCount());
          System.exit(0);
        }
      }
      """;

  /** Maven's repository of libraries, without this project's own: links, and room for those. */
  private static Path repositoryWithoutOurs() throws IOException {
    Path libraries = Path.of(System.getProperty("user.home"), ".m2", "repository");
    Path mine = Files.createDirectories(folder.resolve("repository"));
    Path org = Files.createDirectories(mine.resolve("org"));
    link(libraries, mine, "org");
    link(libraries.resolve("org"), org, "selftuning");
    return mine;
  }

  private static void link(Path from, Path to, String without) throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      for (Path each : all.filter(one -> !one.endsWith(without)).toList()) {
        Files.createSymbolicLink(to.resolve(each.getFileName()), each);
      }
    }
  }

  /** Builds a copy of the sources in {@code from}; returns what it staged. */
  private static Path build(Path from, String name) throws IOException, InterruptedException {
    Path copy = folder.resolve(name);
    copy(from, copy);
    Maven.run(copy, "-Prelease", "-Dmaven.test.skip", "-Dspotless.check.skip", "verify");
    return copy.resolve("target/staging");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (!each.equals(from) && LEFT_OUT.contains(each.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(each)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !each.endsWith(".git")) {
              Files.copy(each, to.resolve(from.relativize(each)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The folders with the files of each module, by its name. */
  private static Map<String, Path> modules(Path repository) throws IOException {
    Map<String, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(repository.resolve(GROUP))) {
      files
          .filter(each -> each.toString().endsWith(".pom"))
          .forEach(
              each ->
                  found.put(
                      each.getParent().getParent().getFileName().toString(), each.getParent()));
    }
    return found;
  }

  private static String version(Map<String, Path> modules) {
    return modules.get("stn").getFileName().toString();
  }

  private static Path stem(Map.Entry<String, Path> module, Map<String, Path> modules) {
    return module.getValue().resolve(module.getKey() + "-" + version(modules));
  }

  /** All that is uploaded: neither checksums nor lists of versions. */
  private static List<Path> artifacts(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      return files
          .filter(Files::isRegularFile)
          .filter(each -> !each.toString().matches(".*(\\.md5|\\.sha1|maven-metadata\\.xml)"))
          .sorted()
          .toList();
    }
  }

  /** The pom of a module, then those that it inherits from. */
  private static List<Document> lineage(Path module, Map<String, Path> modules) throws Exception {
    List<Document> poms = new ArrayList<>();
    String name = module.getParent().getFileName().toString();
    while (!name.isEmpty()) {
      poms.add(read(modules.get(name).resolve(name + "-" + version(modules) + ".pom")));
      name = text(poms.get(poms.size() - 1), "parent/artifactId");
    }
    return poms;
  }

  private static String first(List<Document> poms, String path) throws XPathExpressionException {
    for (Document pom : poms) {
      String found = text(pom, path);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  private static String text(Document pom, String path) throws XPathExpressionException {
    String from = path.startsWith("/") ? path : "/project/" + path;
    return XPathFactory.newInstance().newXPath().evaluate(from, pom).strip();
  }

  private static Document read(Path pom) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance(); // knows no namespaces
    try (InputStream in = Files.newInputStream(pom)) {
      return factory.newDocumentBuilder().parse(in);
    }
  }

  private static String digest(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    byte[] sum = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(sum);
  }
}

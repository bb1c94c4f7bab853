package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.library.FolderRepository;

/** Every way in which notebooks bring in libraries, and libraries that the kernel has as well. */
final class LibraryMagicsTest {
  private static final String SETTINGS = "maven.settings";

  @TempDir Path folder;
  private FolderRepository central;
  private Session session;

  @BeforeEach
  void start() throws IOException {
    central = new FolderRepository(folder);
    central.publish("leaf", "1.0");
    System.setProperty(SETTINGS, central.settings().toString());
    session = new Session();
  }

  @AfterEach
  void stop() {
    session.close();
    System.clearProperty(SETTINGS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%maven test:leaf:1.0",
        "%addMavenDependency test:leaf:1.0",
        "%mavenRepo other https://example.invalid/\n%maven test:leaf:1.0",
        "%%loadFromPOM\n<dependency><groupId>test</groupId><artifactId>leaf</artifactId>"
            + "<version>1.0</version></dependency>",
        "%%pom\ndependencies:\n  - test:leaf:1.0",
        "%dependency /add test:leaf:1.0\n%dependency /resolve",
        "%classpath add mvn test leaf 1.0",
        "//REPOS mavencentral\n//DEPS test:leaf:1.0\nint x = 1;",
        "String v = \"1.0\";\n%maven test:leaf:{v}",
        "String v = \"1.0\";\n%dependency /add test:leaf:\\{v}\n%dependency /resolve",
        "%dependency /add-repo other https://example.invalid/ release|never snapshot|always\n"
            + "%dependency /add test:leaf:1.0\n// %dependency /list-repos\n%dependency /resolve",
      })
  void bringsALibrary(String cell) {
    session.run(cell);
    assertThat(session.error()).isNull();
    assertThat(session.out() + session.updates()).contains("Added 1 jar of");
    assertThat(session.run("import lib.Leaf; Leaf.version()").value()).isEqualTo("1.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%jars ",
        "%jar ",
        "%classpath ",
        "%classpath add jar ",
        "%%jars\n",
        "%%classpath\n\n"
      })
  void takesFilesOfTheMachine(String magic) throws IOException {
    Path jar = Files.copy(central.publish("leaf", "1.0"), folder.resolve("leaf.jar"));
    session.run(magic + folder + "/*.jar");
    assertThat(session.error()).isNull();
    assertThat(session.run("lib.Leaf.version()").value()).isEqualTo("1.0");
    session.run("%jars " + jar.resolveSibling("none*.jar"));
    assertThat(session.error().getErrorMessage()).startsWith("there is no file");
  }

  /** The kernel itself runs with another version of such a library. */
  @Test
  void prefersTheVersionOfTheCells() throws IOException {
    Path gson = Files.createDirectories(folder.resolve("com/google/gson"));
    Path source = folder.resolve("Gson.java");
    Files.writeString(
        source, "package com.google.gson; public class Gson { public String mine = \"mine\"; }");
    javax.tools.ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-d", folder.toString(), source.toString());
    assertThat(gson.resolve("Gson.class")).exists();
    session.run("%classpath " + folder);
    assertThat(session.run("new com.google.gson.Gson().mine").value()).isEqualTo("mine");
    assertThat(session.run("%stn help").error()).isNull();
  }

  /** As what was asked for in vain would be asked for with everything that follows. */
  @Test
  void forgetsWhatItCouldNotFind() {
    session.run("%dependency /add test:none:1.0\n%dependency /resolve");
    assertThat(session.error()).isNotNull();
    session.run("%dependency /add test:leaf:1.0\n%dependency /resolve");
    assertThat(session.error()).isNull();
    assertThat(session.run("lib.Leaf.version()").value()).isEqualTo("1.0");
  }

  /** The kernel imports packages that have a type of this name too. */
  @ParameterizedTest
  @ValueSource(strings = {"shape", "linear"})
  void aTypeThatACellImportsWinsOverTheKernels(String name) throws IOException {
    central.publish(name, "1.0");
    String type = name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
    session.run("%maven test:" + name + ":1.0");
    session.run(
        "import lib.*;\nString of() { return " + type + ".version(); }\n" + type + ".version()");
    assertThat(session.error() == null ? "" : session.traceback()).isEmpty();
    assertThat(session.value()).isEqualTo("1.0");
    assertThat(session.run("of()").value()).isEqualTo("1.0");
  }

  /** As libraries do that read objects of the cells back from bytes. */
  @Test
  void aLibraryFindsClassesOfTheCellsByName() throws IOException {
    Path source = folder.resolve("Finder.java");
    Files.writeString(
        source,
        "package finding; public class Finder { public static Class<?> find(String name) throws"
            + " Exception { return Class.forName(name); } }");
    javax.tools.ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-d", folder.toString(), source.toString());
    session.run("%classpath " + folder + "\nclass Mine {}");
    session.run("finding.Finder.find(Mine.class.getName()) == Mine.class");
    assertThat(session.error()).isNull();
    assertThat(session.value()).isEqualTo("true");
    session.run("class Mine { int again; }");
    session.run("finding.Finder.find(Mine.class.getName()) == Mine.class");
    assertThat(session.value()).isEqualTo("true");
  }

  @Test
  void namesWhatStaysOut() throws IOException {
    central.publish("leaf", "2.0");
    session.run("%maven test:leaf:1.0").run("%maven test:leaf:2.0");
    assertThat(session.out())
        .contains("test:leaf:2.0 stays out: the cells use 1.0; restart the kernel to change it");
    assertThat(session.run("lib.Leaf.version()").value()).isEqualTo("1.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "getKernelInstance().addToClasspath(\"x.jar\") | x.jar: there is no such jar or folder",
        "%jars lib/*.jar | there is no file lib/*.jar",
        "%classpath add jar lib/x.jar | there is no file lib/x.jar",
        "%load other.ipynb | %load: there is no file other.ipynb",
      })
  void saysWhichFileIsNotThere(String cell, String message) {
    assertThat(session.run(cell).error().getErrorMessage()).isEqualTo(message);
  }

  @Test
  void saysInOneLineWhatIsNotToBeHad() {
    session.run("%maven test:leaf:3.0");
    assertThat(session.error().getErrorMessage())
        .isEqualTo("there is no version 3.0 of test:leaf; the newest is 1.0");
    assertThat(session.error().getStacktrace()).hasSize(1);
  }
}

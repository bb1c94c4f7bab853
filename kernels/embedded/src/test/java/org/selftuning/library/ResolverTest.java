package org.selftuning.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries are found as Maven finds them, and what is wrong is said in one line. */
final class ResolverTest {
  @TempDir Path folder;
  private FolderRepository central;

  @BeforeEach
  void publish() throws IOException {
    central = new FolderRepository(folder);
    central.publish("leaf", "1.0");
    central.publish("leaf", "1.1");
    central.publish("tree", "2.0", "leaf:1.1");
  }

  private Resolver resolver() throws IOException {
    return new Resolver(MavenSettings.read(central.settings()));
  }

  private List<String> find(String... coordinates) throws IOException {
    return resolver().find(List.of(coordinates), line -> {}).stream()
        .map(Library::toString)
        .toList();
  }

  @Test
  void bringsWhatALibraryNeeds() throws IOException {
    assertThat(find("test:tree:2.0")).containsExactly("test:tree:2.0", "test:leaf:1.1");
    assertThat(find("test:tree:2.0", "test:leaf:1.0"))
        .containsExactly("test:tree:2.0", "test:leaf:1.0");
  }

  @Test
  void needsNoRepositoryForWhatItHas() throws IOException {
    find("test:tree:2.0");
    Files.move(folder.resolve("central"), folder.resolve("gone"));
    assertThat(find("test:tree:2.0")).hasSize(2);
    assertThatThrownBy(() -> find("test:leaf:1.0"))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("test:leaf")
        .message()
        .hasLineCount(1);
  }

  @Test
  void worksOfflineWhereTheSettingsSaySo() throws IOException {
    find("test:tree:2.0");
    String settings = Files.readString(central.settings());
    Files.writeString(
        central.settings(), settings.replace("</settings>", "<offline>true</offline></settings>"));
    assertThat(find("test:tree:2.0")).hasSize(2);
    assertThatThrownBy(() -> find("test:leaf:1.0"))
        .hasMessage(
            "test:leaf:1.0 is not in the local repository, and Maven's settings say to work offline");
  }

  /** Without a pom Maven's resolver could not say what a library needs. */
  @Test
  void whatWasFoundBeforeNeedsNoResolver() throws IOException {
    find("test:tree:2.0");
    Files.delete(folder.resolve("local/test/tree/2.0/tree-2.0.pom"));
    Files.move(folder.resolve("central"), folder.resolve("gone"));
    assertThat(find("test:tree:2.0")).containsExactly("test:tree:2.0", "test:leaf:1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "something else"})
  void aFileThatHasChangedIsLookedForAgain(String content) throws IOException {
    find("test:tree:2.0");
    Path jar = folder.resolve("local/test/leaf/1.1/leaf-1.1.jar");
    if (content.isEmpty()) {
      Files.delete(jar);
    } else {
      Files.writeString(jar, content);
    }
    Files.delete(folder.resolve("local/test/tree/2.0/tree-2.0.pom"));
    assertThat(find("test:tree:2.0")).hasSize(2);
    assertThat(folder.resolve("local/test/tree/2.0/tree-2.0.pom")).exists();
    assertThat(jar).exists();
  }

  /** What may be newer tomorrow is looked up tomorrow. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g:a:1.0 | true",
        "g:a:5.0.0.RELEASE | true",
        "g:a:LATEST | false",
        "g:a:1.0-SNAPSHOT | false",
        "<version>[1.0,2.0)</version> | false",
        "<version>RELEASE</version> | false",
      })
  void versionsThatMoveAreNotKept(String question, boolean kept) {
    ResolutionCache cache = ResolutionCache.in(folder);
    cache.put(question, List.of());
    assertThat(cache.get(question).isPresent()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test:leaf:9.9 | there is no version 9.9 of test:leaf; the newest is 1.1",
        "test:leaf | test:leaf needs a version; the newest is test:leaf:1.1",
        "test:laef:1.0 | there is no library test:laef in",
        "leaf | 'leaf' names no library; write group:name:version, such as",
      })
  void saysWhatIsWrong(String coordinates, String message) {
    assertThatThrownBy(() -> find(coordinates)).hasMessageContaining(message);
  }

  @Test
  void refusesWhatDoesNotMatchItsChecksum() throws IOException {
    Path jar = central.publish("bad", "1.0");
    Files.writeString(jar, "something else");
    assertThatThrownBy(() -> find("test:bad:1.0"))
        .hasMessageContaining("test:bad:1.0 does not match its checksum and is refused")
        .message()
        .hasLineCount(1);
    try (Stream<Path> kept = Files.walk(folder.resolve("local"))) {
      assertThat(kept.map(Path::toString)).noneMatch(name -> name.endsWith("bad-1.0.jar"));
    }
  }

  @Test
  void readsPartsOfAPom() throws IOException {
    String text =
        "<dependency><groupId>test</groupId><artifactId>tree</artifactId><version>2.0</version>"
            + "</dependency><dependency><groupId>test</groupId><artifactId>bad</artifactId>"
            + "<version>7</version><scope>test</scope></dependency>";
    assertThat(resolver().findOfPom(text, line -> {}).stream().map(Library::toString))
        .containsExactly("test:tree:2.0", "test:leaf:1.1");
    assertThatThrownBy(() -> resolver().findOfPom("hello", line -> {}))
        .hasMessageContaining("there is no <dependency> in this text");
    String half = "<dependency><groupId>a</groupId></dependency>";
    assertThatThrownBy(() -> resolver().findOfPom(half, line -> {}))
        .hasMessageStartingWith("the pom cannot be read: ")
        .hasMessageContaining("dependency.artifactId")
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "g:a:1.0, g:a:jar:1.0",
    "g:a:pom:1.0, g:a:pom:1.0",
    "g:a:jar:linux-x86_64:1.0, g:a:jar:linux-x86_64:1.0",
    "g:a:1.0:linux-x86_64, g:a:jar:linux-x86_64:1.0",
    "g:a:1.0@pom, g:a:pom:1.0",
  })
  void readsCoordinatesInAllTheirForms(String text, String artifact) {
    assertThat(Coordinates.parse(text)).hasToString(artifact);
  }
}

package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.library.Library;

/** Which of the libraries that cells ask for can be added beside those that are there. */
final class CellLibrariesTest {
  private final CellLibraries libraries = new CellLibraries();

  private CellLibraries.Choice choose(String group, String name, String version) {
    Library library = new Library(group, name, "", version, Path.of(name + ".jar"));
    return libraries.choose(List.of(library));
  }

  @ParameterizedTest
  @CsvSource({
    "com.google.code.gson, gson, 2.99",
    "example, new, 1.0",
    "org.slf4j, slf4j-api, 2.0.17"
  })
  void versionsOfTheCellsComeIn(String group, String name, String version) {
    assertThat(choose(group, name, version).files()).hasSize(1);
    assertThat(choose(group, name, version).files()).isEmpty();
    assertThat(choose(group, name, "1.9").conflicts())
        .containsExactly(
            group
                + ":"
                + name
                + ":1.9 stays out: the cells use "
                + version
                + "; restart the kernel to change it");
  }

  @Test
  void whatCellsAndKernelExchangeStaysTheKernels() {
    assertThat(choose("tech.tablesaw", "tablesaw-core", "0.1").conflicts().get(0))
        .startsWith("tech.tablesaw:tablesaw-core:0.1 stays out: cells and kernel share ");
  }

  /** Classes of one that were used can't be joined by those of another. */
  @Test
  void theFirstLoggingInterfaceIsKept() {
    assertThat(choose("org.slf4j", "slf4j-api", "1.7.25").files()).isEmpty();
    assertThat(choose("org.slf4j", "slf4j-api", "2.0.17").conflicts().get(0))
        .startsWith("org.slf4j:slf4j-api:2.0.17 stays out: the cells use 1.7.");
  }
}

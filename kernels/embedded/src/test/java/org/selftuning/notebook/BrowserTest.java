package org.selftuning.notebook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages are printed by a browser of this machine; where there is none, that is said. */
final class BrowserTest {
  @TempDir Path folder;

  private Path program(String name, String script) throws IOException {
    Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    assumeTrue(program.toFile().setExecutable(true) && File.separatorChar == '/', "a shell");
    return program;
  }

  @Test
  void isFoundOnThePathOrNamed() throws IOException {
    Path chrome = program("google-chrome", "");
    assertThat(Browser.find(null, "/none" + File.pathSeparator + folder).program())
        .isEqualTo(chrome);
    Path other = program("other", "");
    assertThat(Browser.find(other.toString(), folder.toString()).program()).isEqualTo(other);
    assertThatThrownBy(() -> Browser.find("/no/such", folder.toString()))
        .hasMessage("CHROME_BIN is /no/such, which is no program");
  }

  @Test
  void itsAbsenceIsSaid() {
    assumeTrue(File.separatorChar == '/' && !Files.exists(Path.of("/Applications")), "no program");
    assertThatThrownBy(() -> Browser.find(null, folder.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("a PDF is printed by Chromium, Chrome or Edge, and none is here;");
  }

  @Test
  void whatItSaysIsPassedOnWhenItPrintsNothing() throws IOException {
    Browser broken = new Browser(program("broken", "echo first; echo no display >&2; exit 1"));
    Path page = Files.writeString(folder.resolve("a.html"), "<p>a</p>");
    Path file = folder.resolve("a.pdf");
    assertThatThrownBy(() -> broken.print(page, file))
        .hasMessage("cannot print " + file + ": no display");
    assertThat(file).doesNotExist();
  }

  @Test
  void printsWhereThereIsOne() throws IOException {
    Browser browser;
    try {
      browser = Browser.find();
    } catch (IOException none) {
      assumeTrue(false, "skipped: needs Chromium, Chrome or Edge");
      return;
    }
    Path page = Files.writeString(folder.resolve("a.html"), "<p>Some text</p>");
    browser.print(page, folder.resolve("a b.pdf"));
    assertThat(Files.readString(folder.resolve("a b.pdf"), ISO_8859_1)).startsWith("%PDF-");
  }
}

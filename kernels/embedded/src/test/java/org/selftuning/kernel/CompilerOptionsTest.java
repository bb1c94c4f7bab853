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

/** {@code %java} sets options of the compiler before the first Java of a notebook. */
final class CompilerOptionsTest {
  @TempDir Path folder;
  private Session session;

  @BeforeEach
  void start() {
    session = new Session();
  }

  @AfterEach
  void stop() {
    session.close();
  }

  @Test
  void anOlderReleaseLacksWhatCameLater() {
    assertThat(session.run("%java --release 11").error()).isNull();
    assertThat(session.run("var x = 6 * 7; display(x); x").value()).isEqualTo("42");
    session.run("String s = \"a\".formatted();");
    assertThat(session.error().getErrorMessage())
        .contains("cannot find symbol: method formatted()");
    session.run("record R(int a) {}");
    assertThat(session.error().getErrorMessage()).contains("records are not supported");
    session.run("1 / 0");
    assertThat(session.error().getErrorName()).isEqualTo("ArithmeticException");
  }

  @Test
  void whatWasOnTheClassPathStays() throws IOException {
    Path source = folder.resolve("Own.java");
    Files.writeString(source, "package own; public class Own { public static int x = 5; }");
    javax.tools.ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-d", folder.toString(), source.toString());
    session.run("%classpath " + folder).run("%java --add-modules=java.sql --release=17");
    assertThat(session.error()).isNull();
    assertThat(session.run("own.Own.x").value()).isEqualTo("5");
    assertThat(session.run("java.sql.Types.ARRAY").value()).isEqualTo("2003");
  }

  @Test
  void comesBeforeAllJava() {
    session.run("int kept = 1;").run("%java --release 11");
    assertThat(session.error().getErrorMessage())
        .isEqualTo(
            "%java comes before all Java of a notebook; restart the kernel and run it first");
    assertThat(session.run("kept").value()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%java | %java takes --enable-preview, --add-modules NAMES or --release NUMBER",
        "%java -Xss4m | %java knows no -Xss4m;",
        "%java --release 8 | %java --release takes a number from 9 to",
        "%java --release | %java --release takes a number from 9 to",
        "%java --add-modules no.such | %java: this Java has no module 'no.such'",
        "%java --enable-preview | give --java-option=--enable-preview to ./stn install or ./stn run",
        "%java --add-modules jdk.incubator.vector | --java-option=--add-modules=jdk.incubator.vector",
      })
  void refusesWhatCannotBe(String cell, String message) {
    session.run(cell);
    assertThat(session.error().getErrorMessage()).contains(message);
    assertThat(session.error().getStacktrace()).hasSize(1);
    assertThat(session.run("3").value()).isEqualTo("3");
  }
}

package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cell shows, prints and says when it fails. */
public final class JavaKernelTest {
  private static Session session;

  /** What a magic of the tests returns: a type that a cell knows only through its value. */
  public record Answer(int number) {
    public int twice() {
      return 2 * number;
    }
  }

  @BeforeAll
  static void start() {
    session = new Session();
    session.kernel.getMagics().registerLineMagic("answer", args -> new Answer(args.size()));
    session.kernel.getMagics().registerLineMagic("nothing", args -> null);
    session
        .kernel
        .getMagics()
        .registerLineMagic(
            "refuse",
            args -> {
              throw new IllegalArgumentException("No model 'm1'; did you mean m2?");
            });
    session
        .kernel
        .getMagics()
        .registerCellMagic("count", (args, body) -> args.size() + " " + body.lines().count());
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 1|2",
        "int x = 20; x + 1|21",
        "null|null",
        "String s = null; s|null",
        "new int[] {1, 2, 3}|[1, 2, 3]",
        "List.of(1, 2)|[1, 2]",
        "\"a\" + 'b'|ab",
        "1 + 1;|",
        "1 + 1 // two;|2",
        "1 + 1; // two|",
        "/* one */ 1|1",
        "if (true) System.out.print('a')|",
        "int only()|",
        "-3|-3",
        "int y = 3|",
        "y = 4|",
        "void f() {}  f()|",
        "for (int i = 0; i < 3; i++) {}|",
      })
  void showsTheValueOfTheLastExpression(String cell, String shown) {
    assertThat(session.run(cell).value()).isEqualTo(shown);
    assertThat(session.error() == null).isEqualTo(!cell.equals("int only()"));
  }

  @Test
  void valuesAreLiveObjects() {
    session.run("var list = new ArrayList<Integer>(); list.add(7);");
    session.run("Object same = list; list.add(8); same == list");
    assertThat(session.value()).isEqualTo("true");
  }

  @Test
  void tablesAndChartsAreShownAsPictures() {
    session.run("Table.create(\"T\", StringColumn.create(\"a\", \"<b>\"))");
    assertThat(session.result().getData(MIMEType.TEXT_HTML).toString()).contains("&lt;b&gt;");
    session.run(
        "var chart = new XYChartBuilder().width(300).height(200).build();"
            + "chart.addSeries(\"s\", new double[] {1, 2}, new double[] {3, 4}); chart");
    assertThat(session.result().getData(MIMEType.IMAGE_PNG).toString()).startsWith("iVBOR");
  }

  @Test
  void compileErrorsPointAtTheCharacter() {
    session.run("int a = 1;\n\n  String s = a;");
    assertThat(session.error().getErrorName()).isEqualTo("CompileError");
    assertThat(session.error().getErrorMessage()).startsWith("line 3: incompatible types");
    assertThat(session.traceback())
        .endsWith("  line 3:    String s = a;\n                        ^");
  }

  @Test
  void nothingRunsInACellThatCannotBeParsed() {
    session.run("System.out.println(\"ran\");\nint broken = ;");
    assertThat(session.out()).isEmpty();
    assertThat(session.error().getErrorMessage()).startsWith("line 2: ");
  }

  @Test
  void exceptionsKeepTheirNameMessageCauseAndLine() {
    session.run("// a comment\nint half(int a) {\n  return 1 / a;\n}\n");
    session.run(
        "int k = 0;\n\ntry { half(k); } catch (Exception e) {\n"
            + "  throw new IllegalStateException(\"no half\", e);\n}");
    assertThat(session.error().getErrorName()).isEqualTo("IllegalStateException");
    assertThat(session.error().getErrorMessage()).isEqualTo("no half");
    assertThat(session.traceback().lines().map(String::strip))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("IllegalStateException: no half"),
            line -> assertThat(line).matches("at cell \\d+, line 4:  throw new .*"),
            line -> assertThat(line).isEqualTo("Caused by: ArithmeticException: / by zero"),
            line -> assertThat(line).matches("at half \\(cell \\d+, line 3\\)"),
            line -> assertThat(line).matches("at cell \\d+, line 3"));
  }

  @Test
  void errorsAreCaughtToo() {
    session.run("int deep(int n) { return deep(n + 1) + 1; } deep(0)");
    assertThat(session.error().getErrorName()).isEqualTo("StackOverflowError");
    assertThat(session.run("2 + 2").value()).isEqualTo("4");
  }

  @Test
  void aMethodThatNeedsAnotherOneSaysSo() {
    session.run("int needs() { return missing(); }").run("needs()");
    assertThat(session.error().getErrorMessage())
        .isEqualTo("needs cannot run yet, because it uses method missing()");
  }

  @Test
  void aMagicGivesItsLiveObject() {
    assertThat(session.run("%answer a 'b c'").value()).isEqualTo("Answer[number=2]");
    session.run("int n = 1;\nvar r = %answer x y \"z\"\nr.twice() + n");
    assertThat(session.value()).isEqualTo("7");
    session.run("for (int i = 0; i < 2; i++) {\n  %answer q\n}\n%nothing");
    assertThat(session.error()).isNull();
    assertThat(session.value()).isNull();
  }

  @Test
  void aCellMagicTakesTheRest() {
    assertThat(session.run("%%count a b\none\ntwo").value()).isEqualTo("2 2");
    assertThat(session.run("%%count").value()).isEqualTo("0 0");
    assertThat(session.run("var c = %%count a\n\nx").error()).isNull();
    assertThat(session.run("c.length()").value()).isEqualTo("3");
  }

  @Test
  void mistakesInMagicsShowOurMessageAlone() {
    session.run("%refuse");
    assertThat(session.traceback()).isEqualTo("Error: No model 'm1'; did you mean m2?");
    session.run("%anwser");
    assertThat(session.error().getErrorMessage())
        .isEqualTo("There is no magic %anwser; did you mean %answer?");
  }

  @Test
  void printsAndDisplaysKeepTheirOrder() {
    session.run(
        "System.out.print(\"a\"); System.err.print(\"b\"); System.out.print(\"ü\");"
            + "var id = display(\"first\"); updateDisplay(id, \"second\");");
    assertThat(session.out()).isEqualTo("aü");
    assertThat(session.err()).isEqualTo("b");
    assertThat(session.displays()).containsExactly("first");
    assertThat(session.updates()).containsExactly("second");
  }

  @Test
  void nothingOfALongPrintIsLost() {
    session.run("for (int i = 0; i < 20_000; i++) System.out.println(i);");
    String expected =
        IntStream.range(0, 20_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    assertThat(session.out()).isEqualTo(expected);
  }

  @Test
  void readsFromThePerson() {
    session.run("new Scanner(System.in).nextLine()");
    assertThat(session.value()).isEqualTo("Ada");
  }

  @Test
  void allCellsRunOnOneThread() {
    session.run("var first = Thread.currentThread();");
    assertThat(session.run("first == Thread.currentThread()").value()).isEqualTo("true");
  }

  @Test
  void otherThreadsOfTheProcessDoNotPrintIntoCells() throws Exception {
    session.run("1");
    Thread stranger = new Thread(() -> System.err.print(""));
    stranger.start();
    stranger.join();
    assertThat(session.err()).isEmpty();
  }
}

package org.selftuning.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page shows text, formulas, code and every kind of output, and needs nothing beside it. */
final class HtmlPageTest {
  @TempDir Path folder;

  private String page(String cells) throws IOException {
    return page(cells, false);
  }

  private String page(String cells, boolean trusted) throws IOException {
    Path source = folder.resolve("book.ipynb");
    String json = "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":[" + cells + "]}";
    Files.writeString(source, json.replace('\'', '"'));
    HtmlPage.write(Notebook.read(source), source, folder.resolve("book.html"), trusted);
    String html = Files.readString(folder.resolve("book.html"));
    return html.substring(html.indexOf("<main>"));
  }

  private static String code(String source, String outputs) {
    return "{'cell_type':'code','metadata':{},'execution_count':7,'source':'"
        + source
        + "','outputs':["
        + outputs
        + "]}";
  }

  private static String text(String source) {
    return "{'cell_type':'markdown','metadata':{},'source':'" + source + "'}";
  }

  @Test
  void showsTextWithFormulasAndTables() throws IOException {
    String html =
        page(
            text("# A $w_1$\\n\\n| a | b |\\n|---|--:|\\n| `x_$y$` | 2 |\\n\\nIt costs $5 or $6."));
    assertThat(html).contains("<h1 id=\"a\">A <math>");
    assertThat(html).contains("<code>x_$y$</code>").contains("<td align=\"right\">2</td>");
    assertThat(html).contains("It costs $5 or $6.");
  }

  @Test
  void putsImagesIntoThePage() throws IOException {
    Files.write(folder.resolve("dot.png"), new byte[] {1, 2, 3});
    String data = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
    assertThat(page(text("![a dot](dot.png)")))
        .contains("<img src=\"data:image/png;base64," + data + "\" alt=\"a dot\" />");
  }

  @Test
  void leavesAnAttachmentAloneThatItDoesNotFind() throws IOException {
    String cell = text("![a dot](attachment:50%.png)");
    assertThat(page(cell.replace("'metadata':{}", "'metadata':{},'attachments':{}")))
        .contains("attachment:50%")
        .contains("a dot");
  }

  @Test
  void marksCode() throws IOException {
    String html = page(code("%stn data <x>\\nint a = 1; // one", ""));
    assertThat(html)
        .contains("<div class=\"count\">7</div>")
        .contains("<span class=\"magic\">%stn data &lt;x&gt;</span>")
        .contains("<span class=\"keyword\">int</span>")
        .contains("<span class=\"comment\">// one</span>");
  }

  @Test
  void showsTheBestFormOfAnOutput() throws IOException {
    String html =
        page(
            code(
                "x",
                "{'output_type':'display_data','metadata':{'image/png':{'width':450}},"
                    + "'data':{'text/plain':'a chart','image/png':'QUJD'}},"
                    + "{'output_type':'execute_result','metadata':{},'execution_count':7,"
                    + "'data':{'text/plain':['a','b'],'text/html':['<b>','ab</b>']}}"));
    assertThat(html)
        .contains("<img alt=\"a chart\" width=\"450\" src=\"data:image/png;base64,QUJD\">")
        .contains("<div class=\"output\"><b>ab</b></div>");
  }

  @Test
  void showsStreamsAndErrorsAsATerminalWould() throws IOException {
    String html =
        page(
            code(
                "x",
                "{'output_type':'stream','name':'stdout','text':'10%\\r99%\\rdone <1>\\n'},"
                    + "{'output_type':'error','ename':'E','evalue':'v',"
                    + "'traceback':['\\u001b[1;31mE\\u001b[0m: v']}"));
    assertThat(html)
        .contains("<pre class=\"output stdout\">done &lt;1&gt;\n</pre>")
        .contains("<span class=\"ansi-bold ansi-1\">E</span>: v");
  }

  @Test
  void needsNothingBesideIt() throws IOException {
    page(text("# T"));
    assertThat(Files.readString(folder.resolve("book.html")))
        .contains("<title>T</title>")
        .doesNotContain("://")
        .doesNotContain("<script");
  }

  /** What could run a program is text; the page's policy stops handlers and addresses. */
  @Test
  void showsWhatCouldRunAsText() throws IOException {
    String cells =
        text("<script>a()</script> <b onclick=a()>b</b>\\n\\n[c](javascript:a())\\n\\n<!-- no end")
            + ","
            + text("T");
    assertThat(page(cells))
        .contains("&lt;script>a()&lt;/script>")
        .contains("<b onclick=a()>b</b>")
        .contains("&lt;!-- no end")
        .doesNotContain("javascript:");
    assertThat(Files.readString(folder.resolve("book.html")))
        .contains("Content-Security-Policy")
        .contains("default-src 'none'");
    assertThat(page(cells, true)).contains("<script>a()</script>").contains("javascript:a()");
    assertThat(Files.readString(folder.resolve("book.html")))
        .doesNotContain("Content-Security-Policy");
  }

  @Test
  void anOutputThatCouldRunIsShownInItsNextForm() throws IOException {
    String output = "{'output_type':'display_data','metadata':{},'data':{'text/html':'%s'%s}}";
    String script = "<div></div><SCRIPT src=a></SCRIPT>";
    String both = code("x", output.formatted(script, ",'text/plain':'a chart'"));
    assertThat(page(both)).contains("<pre>a chart</pre>").doesNotContain("SCRIPT");
    assertThat(page(both, true)).contains(script);
    assertThat(page(code("x", output.formatted(script, ""))))
        .contains("<div></div>&lt;SCRIPT src=a>&lt;/SCRIPT>");
  }
}

package org.selftuning.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** A notebook is run with other values than those it declares, and its cells are reported. */
final class ParameterValuesTest {
  private static final String DECLARED =
      "int epochs = 1;\\ndouble rate = 0.5; String name = \\\"a\\\";\\nvar sizes = List.of(1);";

  @TempDir Path folder;
  private Path notebook;

  @BeforeEach
  void write() throws IOException {
    notebook = folder.resolve("n.ipynb");
    Files.writeString(
        notebook,
        "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": [{\"cell_type\":"
            + " \"code\", \"metadata\": {\"tags\": [\"parameters\"]}, \"source\": \""
            + DECLARED
            + "\"}, {\"cell_type\": \"code\", \"metadata\": {}, \"source\":"
            + " \"epochs + name + rate + sizes\"}, {\"cell_type\": \"code\", \"metadata\": {},"
            + " \"source\": \"1 / 0 // <&\"}]}");
  }

  private String value(ParameterValues parameters) throws IOException {
    Path out = folder.resolve("out.ipynb");
    NotebookRunner.run(notebook, NotebookRunner.Options.to(out).withParameters(parameters));
    List<NotebookCell> cells = Notebook.read(out).cells();
    return Notebook.text(
        cells.get(cells.size() - 2).outputs().get(0).getAsJsonObject("data").get("text/plain"));
  }

  @Test
  void replaceWhatTheNotebookDeclares() throws IOException {
    ParameterValues parameters = new ParameterValues();
    assertThat(value(parameters)).isEqualTo("1a0.5[1]");
    Path file = folder.resolve("p.yaml");
    parameters.addFile(Files.writeString(file, "epochs: 2\nsizes: [3, 4]\nname: 7\n"));
    parameters.add("epochs=20");
    parameters.add("rate=1e-1");
    assertThat(value(parameters)).isEqualTo("2070.1[3, 4]");
    assertThat(
            Notebook.read(folder.resolve("out.ipynb")).cells().get(1).hasTag("injected-parameters"))
        .isTrue();
  }

  @Test
  void refuseWhatItDoesNotDeclare() throws IOException {
    ParameterValues parameters = new ParameterValues();
    parameters.add("epoch=3");
    assertThatThrownBy(() -> value(parameters))
        .hasMessage(
            notebook + " declares no parameter epoch; it declares epochs, rate, name, sizes.");
    assertThatThrownBy(() -> parameters.add("epochs")).hasMessageContaining("NAME=VALUE is needed");
  }

  @Test
  void theReportNamesTheCellThatFailed() throws Exception {
    List<NotebookRunner.Progress> cells = new ArrayList<>();
    NotebookRunner.Result result =
        NotebookRunner.run(
            notebook,
            NotebookRunner.Options.to(folder.resolve("out.ipynb")).withProgress(cells::add));
    Path report = folder.resolve("report.xml");
    JUnitReport.write(report, "n.ipynb", cells, result);
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    assertThat(xml.getDocumentElement().getAttribute("tests")).isEqualTo("3");
    assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(xml.getElementsByTagName("testcase").item(2).getTextContent())
        .contains("ArithmeticException");
    assertThat(
            xml.getElementsByTagName("testcase")
                .item(2)
                .getAttributes()
                .getNamedItem("name")
                .getNodeValue())
        .isEqualTo("3: 1 / 0 // <&");
  }
}

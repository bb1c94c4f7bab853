package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.selftuning.model.ModelYaml;

/** Every kind of value that has a picture or a page has a text as well. */
final class RenderingsTest {
  private static MimeBundle of(Object value) {
    return Renderings.of(value).orElseThrow();
  }

  private static String page(Object value) {
    return of(value).html().orElseThrow();
  }

  @Test
  void matricesAreGrids() {
    double[][] array = {{1, 0.125}, {3, 4}};
    assertThat(of(array).plain()).isEqualTo("[[1.0, 0.125],\n [3.0, 4.0]]");
    assertThat(page(array)).contains("double[][] 2 × 2", ">0.125</td>").containsOnlyOnce("<table");
    assertThat(page(new int[][] {{1, 2}, {3}})).contains("int[][] 2 × 2", ">3</td></tr>");
  }

  @Test
  void largeMatricesShowTheirCorners() {
    float[][] large = new float[100][50];
    large[99][49] = 7;
    assertThat(page(large).split("<tr>")).hasSize(14);
    assertThat(page(large)).contains("⋮", "…", ">7</td>");
  }

  @Test
  void otherArraysAreText() {
    assertThat(of(new String[] {"<b>", null})).isEqualTo(MimeBundle.text("[<b>, null]"));
    assertThat(of(new double[][] {{1}, null})).isEqualTo(MimeBundle.text("[[1.0],\n null]"));
    assertThat(of(new int[][][] {{{1}, {2}}}).plain()).isEqualTo("[[[1],\n  [2]]]");
    assertThat(of(new long[1_000]).plain()).endsWith("… 800 more]");
    assertThat(of(new double[0][0]).html()).isEmpty();
  }

  @Test
  void arraysOfNd4jTellTheirShapeAndType() {
    INDArray matrix = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(of(matrix).plain()).startsWith("INDArray 2 × 3, float\n[[");
    assertThat(page(matrix)).contains("INDArray 2 × 3, float", ">6</td>");
    assertThat(page(Nd4j.createFromArray(1.5, 2))).contains("INDArray 2, double", ">1.5</td>");
    assertThat(page(Nd4j.zeros(DataType.INT, 2, 2, 2)))
        .contains("INDArray 2 × 2 × 2, int", "<pre>");
    assertThat(of(Nd4j.scalar(3f)).plain()).startsWith("INDArray, float\n3");
  }

  @Test
  void modelsAreTheirTables() {
    MimeBundle model = of(ModelYaml.parse(Bench.MODEL));
    assertThat(model.plain()).contains("gated-linear: 16");
    assertThat(model.html().orElseThrow()).contains("gated-linear: 16", "hyperparameter");
  }

  @Test
  void chartsAndImagesArePictures() {
    XYChart chart = new XYChartBuilder().title("T").width(300).height(200).build();
    chart.addSeries("s", new double[] {1, 2}, new double[] {3, 4});
    assertThat(of(chart).plain()).isEqualTo("Chart T");
    assertThat(of(chart).picture().orElseThrow().width()).isEqualTo(300);
    MimeBundle image = of(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB));
    assertThat(image.plain()).isEqualTo("Image of 8 x 6 pixels");
    assertThat(image.picture().orElseThrow().png()).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void anythingElseIsLeftToTheKernel() {
    assertThat(Renderings.of(null)).isEmpty();
    assertThat(Renderings.of(List.of(1))).isEmpty();
  }
}

package org.selftuning.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.record.History;
import org.selftuning.record.MadeUpRun;
import org.w3c.dom.Element;

/** Holds every figure of the gallery to the rules that all of them keep. */
class FigureTest {
  private static final int WHITE = 0xFFFFFF;
  private static Map<String, Figure> figures;

  @BeforeAll
  static void draw() {
    figures = Gallery.figures();
  }

  static Stream<String> names() {
    return figures.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isDrawnAtTwiceItsSizeWithNothingCutOffAtItsEdges(String name) {
    Figure figure = figures.get(name);
    BufferedImage image = figure.image();
    assertThat(figure.cssWidth()).isEqualTo(900);
    assertThat(image.getWidth()).isEqualTo(1800);
    assertThat(image.getHeight()).isEqualTo(2 * figure.cssHeight());
    int inked = 0;
    int atEdge = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int ink = (image.getRGB(x, y) & WHITE) == WHITE ? 0 : 1;
        boolean edge = x < 4 || y < 4 || x >= image.getWidth() - 4 || y >= image.getHeight() - 4;
        inked += ink;
        atEdge += edge ? ink : 0;
      }
    }
    assertThat(atEdge).isZero();
    assertThat(inked).isGreaterThan(5_000).isLessThan(image.getWidth() * image.getHeight() / 4 * 3);
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWellFormedSvgWithTitleAndDescription(String name) throws Exception {
    Figure figure = figures.get(name);
    Element svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(figure.svg()))
            .getDocumentElement();
    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(svg.getAttribute("width")).isEqualTo("900");
    assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 900 " + figure.cssHeight());
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo(figure.title());
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo(figure.text());
    assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("names")
  void saysInTextWhatItShows(String name) {
    Figure figure = figures.get(name);
    assertThat(figure.title()).isNotBlank().doesNotContain("\n", "NaN", "null");
    assertThat(figure.text()).startsWith(figure.title() + "\n").doesNotContain("NaN", "null");
  }

  @Test
  void pngHoldsThePixelsAndTheirDensity() throws Exception {
    Figure figure = figures.get("live");
    BufferedImage drawn = figure.image();
    byte[] png = figure.png();
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
    int width = drawn.getWidth();
    int height = drawn.getHeight();
    int[] expected = drawn.getRGB(0, 0, width, height, null, 0, width);
    assertThat(read.getRGB(0, 0, width, height, null, 0, width)).isEqualTo(expected);
    assertThat(png.length).isLessThan(250_000);
    assertThat(new String(png, 0, 60, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("pHYs");
  }

  @Test
  void doesNotChangeWhileTheRunGoesOn() {
    MadeUpRun run = new MadeUpRun(20, 20, MadeUpRun.dropouts());
    History history = run.historyUpTo(100);
    Figure figure = Charts.live(history);
    byte[] before = figure.png();
    for (int number = 101; number <= 200; number++) {
      history.step(run.step(number));
    }
    assertThat(figure.png()).isEqualTo(before);
    assertThat(Charts.live(history).png()).isNotEqualTo(before);
  }

  @Test
  void isSavedBySuffix(@TempDir Path folder) throws Exception {
    Figure figure = figures.get("losses");
    for (String suffix : new String[] {"png", "svg", "txt"}) {
      figure.save(folder.resolve("pictures/losses." + suffix));
    }
    assertThat(folder.resolve("pictures/losses.png")).hasBinaryContent(figure.png());
    assertThat(folder.resolve("pictures/losses.txt")).hasContent(figure.text());
    try (var files = Files.list(folder.resolve("pictures"))) {
      assertThat(files).hasSize(3);
    }
    assertThatThrownBy(() -> figure.save(folder.resolve("losses.jpg")))
        .hasMessageContaining(".png or .svg or .txt");
  }

  @Test
  void linesHaveTheColorsOfThePalette() {
    assertThat(pixels("losses", Palette.BLUE.getRGB())).isGreaterThan(2_000);
    assertThat(pixels("losses", Palette.TRAIN.getRGB())).isGreaterThan(200);
    assertThat(pixels("hyperparameters", Palette.VERMILION.getRGB())).isGreaterThan(1_000);
    assertThat(pixels("live-diverged", Palette.VERMILION.getRGB())).isGreaterThan(100);
  }

  private static long pixels(String name, int color) {
    BufferedImage image = figures.get(name).image();
    int width = image.getWidth();
    int[] rgb = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    return java.util.Arrays.stream(rgb).filter(p -> (p & WHITE) == (color & WHITE)).count();
  }
}

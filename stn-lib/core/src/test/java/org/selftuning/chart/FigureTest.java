package org.selftuning.chart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    int[] rgb = image.getRGB(0, 0, 1800, image.getHeight(), null, 0, 1800);
    long inked = Arrays.stream(rgb).filter(p -> (p & WHITE) != WHITE).count();
    assertThat(atEdge(image, WHITE)).isZero();
    assertThat(inked).isGreaterThan(5_000).isLessThan(rgb.length / 4 * 3);
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
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < svg.getElementsByTagName("text").getLength(); i++) {
      texts.add(svg.getElementsByTagName("text").item(i).getTextContent());
    }
    assertThat(texts).hasSizeGreaterThan(4);
    assertThat(texts)
        .anyMatch(t -> t.length() > 8 && figure.title().startsWith(t.replace("…", "")));
    assertThat(new String(figure.svg(), UTF_8)).doesNotContain("opacity:0;", "opacity:0.000");
  }

  /** Eight centimeters are 226.8 points; what is drawn stays inside. */
  @ParameterizedTest
  @MethodSource("names")
  void isForPrintAtAnyWidth(String name) {
    Figure figure = figures.get(name).width(Length.parse("8cm"));
    BufferedImage image = figure.image();
    assertThat(figure.cssWidth()).isEqualTo(302);
    assertThat(image.getWidth()).isEqualTo(4 * 302);
    assertThat(atEdge(image, WHITE)).isZero();
    assertThat(new String(figure.svg(), UTF_8)).startsWith("<svg ").contains(" width=\"302.36\" ");
    String pdf = new String(figure.pdf(), ISO_8859_1);
    assertThat(pdf).startsWith("%PDF-1.");
    Matcher box = Pattern.compile("/MediaBox \\[0 0 ([\\d.]+) ([\\d.]+)]").matcher(pdf);
    assertThat(box.find()).isTrue();
    assertThat(Double.parseDouble(box.group(1))).isCloseTo(226.77, within(0.01));
    assertThat(Double.parseDouble(box.group(2)))
        .isCloseTo(0.75 * figure.exactHeight(), within(0.01));
  }

  @ParameterizedTest
  @MethodSource("names")
  void isDarkOnRequest(String name) {
    Figure light = figures.get(name);
    Figure dark = light.dark();
    BufferedImage image = dark.image();
    assertThat(image.getRGB(0, 0)).isEqualTo(new Color(0x111111).getRGB());
    assertThat(image.getHeight()).isEqualTo(light.image().getHeight());
    assertThat(atEdge(image, 0x111111)).isZero();
    assertThat(new String(dark.svg(), UTF_8)).contains("fill=\"#111111\"", "fill=\"#f0f0f0\"");
    assertThat(dark.text()).isEqualTo(light.text());
  }

  /** Every view has data, a mark, and channels that name fields of the data. */
  @ParameterizedTest
  @MethodSource("names")
  void isASpecificationOfVegaLite(String name) {
    JsonObject whole = JsonParser.parseString(figures.get(name).vegaLite()).getAsJsonObject();
    assertThat(whole.get("$schema").getAsString()).endsWith("/vega-lite/v5.json");
    assertThat(whole.getAsJsonObject("title").get("text").getAsString())
        .isEqualTo(figures.get(name).title());
    List<JsonObject> views = new ArrayList<>();
    views(whole, views);
    assertThat(views).isNotEmpty();
    Set<String> zooms = new HashSet<>();
    for (JsonObject view : views) {
      assertThat(view.getAsJsonObject("mark").get("type").getAsString())
          .isIn("line", "area", "rule", "bar", "point", "rect", "text");
      Set<String> fields = new HashSet<>();
      JsonArray values = view.getAsJsonObject("data").getAsJsonArray("values");
      values.forEach(value -> fields.addAll(value.getAsJsonObject().keySet()));
      for (Map.Entry<String, JsonElement> channel : view.getAsJsonObject("encoding").entrySet()) {
        if (channel.getValue().isJsonObject() && !values.isEmpty()) {
          JsonElement field = channel.getValue().getAsJsonObject().get("field");
          assertThat(field == null || fields.contains(field.getAsString()))
              .as("%s of %s in %s", channel.getKey(), field, fields)
              .isTrue();
        }
      }
      if (view.has("params")) {
        JsonObject zoom = view.getAsJsonArray("params").get(0).getAsJsonObject();
        assertThat(zooms.add(zoom.get("name").getAsString())).isTrue();
      }
    }
    assertThat(figures.get(name).vegaLite()).doesNotContain(":null", ":NaN", "Infinity");
  }

  private static void views(JsonObject view, List<JsonObject> into) {
    boolean single = true;
    for (String children : List.of("layer", "concat", "vconcat")) {
      if (view.has(children)) {
        single = false;
        view.getAsJsonArray(children).forEach(child -> views(child.getAsJsonObject(), into));
      }
    }
    if (single) {
      into.add(view);
    }
  }

  private static int atEdge(BufferedImage image, int ground) {
    int atEdge = 0;
    int width = image.getWidth();
    int height = image.getHeight();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean edge = x < 4 || y < 4 || x >= width - 4 || y >= height - 4;
        atEdge += edge && (image.getRGB(x, y) & WHITE) != ground ? 1 : 0;
      }
    }
    return atEdge;
  }

  @Test
  void widthsHaveUnits() {
    assertThat(Length.parse("8cm").cssPixels()).isCloseTo(302.36, within(0.01));
    assertThat(Length.parse("80 mm").cssPixels()).isCloseTo(302.36, within(0.01));
    assertThat(Length.parse("3.5in")).isEqualTo(Length.parse("252pt"));
    assertThat(Length.parse("3.5in")).isEqualTo(Length.parse("336PX"));
    for (String wrong : new String[] {"8", "8 furlongs", "", "-8cm", "1e3px"}) {
      assertThatThrownBy(() -> Length.parse(wrong)).hasMessageContaining("such as 8cm");
    }
    assertThatThrownBy(() -> Length.parse("2cm")).hasMessageContaining("width 2cm: a chart is 4cm");
    assertThatThrownBy(() -> Length.parse("9999cm")).hasMessageContaining("4cm to 100cm");
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
    for (String suffix : Figure.FORMATS) {
      figure.save(folder.resolve("pictures/losses." + suffix));
    }
    assertThat(folder.resolve("pictures/losses.png")).hasBinaryContent(figure.png());
    assertThat(folder.resolve("pictures/losses.txt")).hasContent(figure.text());
    try (var files = Files.list(folder.resolve("pictures"))) {
      assertThat(files).hasSize(5);
    }
    assertThatThrownBy(() -> figure.save(folder.resolve("losses.jpg")))
        .hasMessageContaining(".png or .svg or .pdf or .json or .txt");
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

package org.selftuning.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.selftuning.chart.Figure;
import org.selftuning.magics.TableHtml;
import tech.tablesaw.api.Table;

/** How values look under a cell; every bundle has a plain text beside its picture or table. */
final class Renderings {
  private static final int MAX_ELEMENTS = 200;
  private static final int MAX_CHARS = 20_000;
  private static final int CHART_SCALE = 2;

  private Renderings() {}

  /** Registers tables, charts and images; other types may be registered by anyone later. */
  static void register(Renderer renderer) {
    renderer
        .createRegistration(Table.class)
        .preferring(MIMEType.TEXT_HTML)
        .register((table, context) -> fill(context.getOutputContainer(), table(table)));
    renderer
        .createRegistration(Chart.class)
        .preferring(MIMEType.IMAGE_PNG)
        .register((chart, context) -> fill(context.getOutputContainer(), chart(chart)));
    renderer
        .createRegistration(Figure.class)
        .preferring(MIMEType.IMAGE_PNG)
        .register(
            (figure, context) ->
                fill(
                    context.getOutputContainer(),
                    png(figure.image(), figure.cssWidth(), figure.cssHeight(), figure.text())));
    renderer
        .createRegistration(RenderedImage.class)
        .preferring(MIMEType.IMAGE_PNG)
        .register(
            (image, context) ->
                fill(
                    context.getOutputContainer(),
                    png(image, image.getWidth(), image.getHeight(), describe(image))));
  }

  /** What is shown for {@code value}, which may be null. */
  static DisplayData render(Renderer renderer, Object value) {
    if (value instanceof DisplayData data) {
      return data;
    }
    if (value == null) {
      return new DisplayData("null");
    }
    if (value.getClass().isArray()) {
      return new DisplayData(array(value));
    }
    if (value instanceof Collection<?>
        || value instanceof Map<?, ?>
        || value instanceof CharSequence) {
      return new DisplayData(shorten(String.valueOf(value)));
    }
    if (value instanceof RenderedImage image) { // the base library draws it, but without its size
      return png(image, image.getWidth(), image.getHeight(), describe(image));
    }
    return renderer.render(value);
  }

  private static DisplayData table(Table table) {
    DisplayData data = new DisplayData(shorten(table.print(20)));
    data.putHTML(TableHtml.of(table));
    return data;
  }

  private static DisplayData chart(Chart<?, ?> chart) {
    int width = chart.getWidth();
    int height = chart.getHeight();
    BufferedImage image =
        new BufferedImage(width * CHART_SCALE, height * CHART_SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, image.getWidth(), image.getHeight());
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.scale(CHART_SCALE, CHART_SCALE);
      chart.paint(g, width, height);
    } finally {
      g.dispose();
    }
    String title = chart.getTitle() == null ? "" : chart.getTitle().strip();
    return png(image, width, height, ("Chart " + title).strip());
  }

  private static DisplayData png(RenderedImage image, int width, int height, String text) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      DisplayData data = new DisplayData(text);
      data.putData(
          MIMEType.IMAGE_PNG,
          Base64.getEncoder().encodeToString(bytes.toByteArray()),
          Map.of("width", width, "height", height));
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String describe(RenderedImage image) {
    return "Image of " + image.getWidth() + " x " + image.getHeight() + " pixels";
  }

  /** {@code [1.0, 2.0, …]}, nested arrays row by row. */
  private static String array(Object array) {
    int length = Array.getLength(array);
    boolean nested =
        length > 0 && Array.get(array, 0) != null && Array.get(array, 0).getClass().isArray();
    int shown = Math.min(length, nested ? 30 : MAX_ELEMENTS);
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < shown; i++) {
      Object element = Array.get(array, i);
      text.append(i == 0 ? "" : nested ? ",\n " : ", ");
      boolean inner = element != null && element.getClass().isArray();
      text.append(inner ? array(element).replace("\n", "\n ") : String.valueOf(element));
    }
    if (shown < length) {
      text.append(nested ? ",\n " : ", ").append("… ").append(length - shown).append(" more");
    }
    return shorten(text.append(']').toString());
  }

  private static String shorten(String text) {
    return text.length() <= MAX_CHARS
        ? text
        : text.substring(0, MAX_CHARS) + "… (" + (text.length() - MAX_CHARS) + " more characters)";
  }

  private static void fill(DisplayData out, DisplayData from) {
    out.assign(from);
  }
}

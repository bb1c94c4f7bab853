package org.selftuning.magics;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.selftuning.chart.Figure;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelSummary;
import org.selftuning.record.RunResult;
import tech.tablesaw.api.Table;

/**
 * How values look under a cell, in whichever kernel: each has a plain text beside its picture or
 * its HTML.
 */
public final class Renderings {
  private static final int CHART_SCALE = 2;

  private static final List<Rendering<?>> ALL =
      List.of(
          new Rendering<>(Table.class, MimeBundle::table),
          new Rendering<>(Figure.class, figure -> Workbench.shared().charts().bundle(figure)),
          new Rendering<>(ModelSpec.class, model -> model(model, "model")),
          new Rendering<>(RunResult.class, result -> MimeBundle.table(result.table())),
          new Rendering<>(INDArray.class, NumberGrid::of),
          new Rendering<>(Chart.class, Renderings::chart),
          new Rendering<>(RenderedImage.class, Renderings::image),
          new Rendering<>(double[].class, NumberGrid::ofArray),
          new Rendering<>(float[].class, NumberGrid::ofArray),
          new Rendering<>(int[].class, NumberGrid::ofArray),
          new Rendering<>(double[][].class, NumberGrid::ofArray),
          new Rendering<>(float[][].class, NumberGrid::ofArray),
          new Rendering<>(int[][].class, NumberGrid::ofArray));

  private Renderings() {}

  /**
   * One type, and how its values look.
   *
   * @param type the type; its descendants look alike
   * @param look makes the forms that a front end may choose from
   */
  public record Rendering<T>(Class<T> type, Function<? super T, MimeBundle> look) {
    private MimeBundle of(Object value) {
      return look.apply(type.cast(value));
    }
  }

  /** All types that look better than their text. */
  public static List<Rendering<?>> all() {
    return ALL;
  }

  /** How {@code value} looks, where it is an array or of one of the types. */
  public static Optional<MimeBundle> of(Object value) {
    if (value != null && value.getClass().isArray()) {
      return Optional.of(NumberGrid.ofArray(value));
    }
    return ALL.stream()
        .filter(rendering -> rendering.type().isInstance(value))
        .findFirst()
        .map(rendering -> rendering.of(value));
  }

  /** A model as its tables of layers and hyperparameters, under a caption. */
  static MimeBundle model(ModelSpec model, String caption) {
    ModelSummary summary = new ModelSummary(model);
    String html =
        TableHtml.of(summary.layers().setName(caption))
            + (model.hyperparameters().isEmpty() ? "" : TableHtml.of(summary.hyperparameters()))
            + "<p style=\"color:inherit;opacity:0.75;font-size:13px;padding-left:10px\">"
            + TableHtml.escape(summary.totals())
            + "</p>";
    return MimeBundle.html(summary.text(), html);
  }

  /** A chart of the user's own, drawn at twice its size so that it is sharp. */
  private static MimeBundle chart(Chart<?, ?> chart) {
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
    return MimeBundle.picture(("Chart " + title).strip(), image, width, height);
  }

  private static MimeBundle image(RenderedImage image) {
    String text = "Image of " + image.getWidth() + " x " + image.getHeight() + " pixels";
    return MimeBundle.picture(text, image, image.getWidth(), image.getHeight());
  }
}

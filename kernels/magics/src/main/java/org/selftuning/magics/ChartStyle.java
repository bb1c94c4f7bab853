package org.selftuning.magics;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.selftuning.chart.Figure;
import org.selftuning.chart.Length;

/**
 * How charts look, and in which forms they come.
 *
 * @param width for print; without it that of a page
 * @param dark whether they are bright on almost black
 * @param interactive whether a notebook gets their numbers too, which it draws with tooltips and
 *     zoom
 * @param formats the files of a chart, by their suffixes
 * @since 0.2.0
 */
public record ChartStyle(
    Optional<Length> width, boolean dark, boolean interactive, List<String> formats) {
  /** The look for a white page. */
  public static final ChartStyle STANDARD =
      new ChartStyle(Optional.empty(), false, false, List.of("png"));

  /** Keeps a copy. */
  public ChartStyle {
    formats = List.copyOf(formats);
  }

  /** Returns the figure with this look. */
  public Figure of(Figure figure) {
    Figure sized = width.map(figure::width).orElse(figure);
    return dark ? sized.dark() : sized;
  }

  /** Writes it into a folder, a file for each format. */
  public void save(Figure figure, Path folder, String name) {
    for (String format : formats) {
      String suffix = format.equals("json") ? "vl.json" : format; // results have names in .json
      of(figure).save(folder.resolve(name + "." + suffix));
    }
  }

  /** The figure, to be shown. */
  MimeBundle bundle(Figure figure) {
    Figure drawn = of(figure);
    MimeBundle picture = MimeBundle.figure(drawn);
    return interactive ? picture.with(drawn.vegaLite()) : picture;
  }

  /** In fewer pixels: a figure that will change. */
  MimeBundle draft(Figure figure) {
    return MimeBundle.draft(of(figure));
  }
}

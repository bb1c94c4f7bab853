package org.selftuning.magics;

import java.util.Optional;
import org.selftuning.chart.Length;
import picocli.CommandLine.Option;

/** How a chart looks, as options of a command. */
class ChartLook {
  private static final String PAGE = "page";

  @Option(
      names = "--width",
      paramLabel = "WIDTH",
      description =
          "draw charts for print at this width, letters about 8 points high: 8cm, 84mm, 3.3in,"
              + " 240pt or 600px; page is that of a page")
  private String width;

  @Option(
      names = "--dark",
      negatable = true,
      description = "draw charts for a dark page; --no-dark for a white one")
  private Boolean dark;

  /**
   * Returns the look that is asked for.
   *
   * @param usual what is not said
   * @throws IllegalArgumentException if the width is none; one line says why
   */
  public ChartStyle style(ChartStyle usual) {
    Optional<Length> asked =
        width == null || width.equals(PAGE) ? Optional.empty() : Optional.of(Length.parse(width));
    return new ChartStyle(
        width == null ? usual.width() : asked,
        dark == null ? usual.dark() : dark,
        usual.interactive(),
        usual.formats());
  }
}

package org.selftuning.magics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.selftuning.chart.Figure;
import org.selftuning.model.Nearest;
import picocli.CommandLine.Option;

/** How charts that are written into a folder look, as options of a command. */
public final class ChartFiles extends ChartLook {
  @Option(
      names = "--charts",
      paramLabel = "FORMAT",
      split = ",",
      description = "the files of each chart: png, svg, pdf, json (Vega-Lite) or txt (png)")
  private List<String> formats = new ArrayList<>();

  /** Options that nobody has given yet. */
  public ChartFiles() {}

  @Override
  public ChartStyle style(ChartStyle usual) {
    ChartStyle look = super.style(usual);
    List<String> asked = formats.stream().map(f -> f.strip().toLowerCase(Locale.ROOT)).toList();
    for (String format : asked) {
      if (!Figure.FORMATS.contains(format)) {
        throw new IllegalArgumentException(
            "--charts "
                + format
                + ": there is no such format"
                + Nearest.hint(format, Figure.FORMATS));
      }
    }
    return asked.isEmpty()
        ? look
        : new ChartStyle(look.width(), look.dark(), look.interactive(), asked);
  }
}

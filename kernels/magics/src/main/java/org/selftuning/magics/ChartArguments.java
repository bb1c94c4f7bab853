package org.selftuning.magics;

import org.selftuning.chart.Figure;
import picocli.CommandLine.Option;

/** How a chart is shown, as options of a command. */
final class ChartArguments extends ChartLook {
  @Option(
      names = "--interactive",
      negatable = true,
      description =
          "give the notebook the charts' numbers too (Vega-Lite): JupyterLab and VS Code draw them"
              + " with tooltips and zoom")
  private Boolean interactive;

  @Override
  public ChartStyle style(ChartStyle usual) {
    ChartStyle look = super.style(usual);
    return interactive == null
        ? look
        : new ChartStyle(look.width(), look.dark(), interactive, look.formats());
  }

  /** Shows a figure. */
  void show(Session session, Figure figure) {
    session.host().show(style(session.bench().charts()).bundle(figure));
  }
}

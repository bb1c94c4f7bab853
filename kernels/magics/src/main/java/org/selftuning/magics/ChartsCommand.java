package org.selftuning.magics;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sets how charts look. */
@Command(
    name = "charts",
    description = {
      "Sets how the charts of all later cells look, those of training runs too; without an option,"
          + " says how they do.",
      "Options of the same names in other commands hold for one chart."
    })
final class ChartsCommand implements Callable<Void> {
  private final Session session;

  @Mixin private ChartArguments look;

  ChartsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Void call() {
    ChartStyle style = look.style(session.bench().charts());
    session.bench().charts(style);
    session
        .host()
        .print(
            String.format(
                Locale.ROOT,
                "Charts are %s, %s%s.",
                style.dark() ? "dark" : "white",
                style
                    .width()
                    .map(
                        width ->
                            String.format(
                                Locale.ROOT, "%.0f pixels wide for print", width.cssPixels()))
                    .orElse("as wide as a page"),
                style.interactive() ? ", with their numbers for tooltips and zoom" : ""));
    return null;
  }
}

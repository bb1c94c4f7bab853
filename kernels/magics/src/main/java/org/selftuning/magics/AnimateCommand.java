package org.selftuning.magics;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.selftuning.chart.Animation;
import org.selftuning.record.Export;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how the hyperparameters of a run evolve. */
@Command(
    name = "animate",
    description = {
      "Shows the hyperparameters of a run as they evolve, as an animated GIF.",
      "Returns the Animation."
    })
final class AnimateCommand implements Callable<Animation> {
  private static final double KILOBYTE = 1e3;

  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest)")
  private String name;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "6",
      description = "how long it moves (${DEFAULT-VALUE})")
  private double seconds;

  @Option(names = "--save", paramLabel = "FILE", description = "write it to FILE too, as .gif")
  private Path file;

  AnimateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Animation call() {
    Export.check(file, "gif");
    String runName = name == null ? session.bench().runs().last() : name;
    Animation animation =
        Animation.hyperparameters(session.bench().runs().get(runName).history(), seconds);
    byte[] gif = animation.gif();
    String html =
        String.format(
            Locale.ROOT,
            "<img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"data:image/gif;base64,%s\">",
            animation.last().cssWidth(),
            animation.last().cssHeight(),
            TableHtml.escape(animation.last().title()).replace("\"", "&quot;"),
            Base64.getEncoder().encodeToString(gif));
    session.host().show(MimeBundle.html(animation.toString(), html));
    if (file != null) {
      Export.write(file, gif);
      session
          .host()
          .print(String.format(Locale.ROOT, "%s holds it, %.0f kB", file, gif.length / KILOBYTE));
    }
    return animation;
  }
}

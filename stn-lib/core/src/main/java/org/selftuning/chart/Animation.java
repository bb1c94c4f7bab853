package org.selftuning.chart;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.selftuning.record.Export;
import org.selftuning.record.History;
import org.selftuning.record.RunSnapshot;

/**
 * The hyperparameters of a run as they evolve: a moving picture on axes that stay, from the start
 * to what is known now.
 */
public final class Animation {
  private static final int PICTURES_A_SECOND = 8;
  private static final int HOLD_CENTISECONDS = 200;

  private final RunSnapshot run;
  private final double seconds;

  private Animation(RunSnapshot run, double seconds) {
    this.run = run;
    this.seconds = seconds;
  }

  /**
   * The hyperparameters over training steps, in their own units, with a band of ±σ.
   *
   * @param seconds how long the picture moves, 0.5 … 60; its end then stays for two seconds more
   * @throws IllegalArgumentException if the run has no hyperparameters or no steps yet, or if
   *     {@code seconds} is out of its range
   */
  public static Animation hyperparameters(History history, double seconds) {
    RunSnapshot run = history.snapshot();
    if (run.hyperparameters().isEmpty() || run.steps() == 0) {
      throw new IllegalArgumentException(
          run.steps() == 0
              ? "there is nothing to animate before the first training step"
              : "this run tunes no hyperparameters, so there is nothing to animate");
    }
    if (!(seconds >= 0.5 && seconds <= 60)) {
      throw new IllegalArgumentException("an animation takes 0.5 … 60 seconds, not " + seconds);
    }
    return new Animation(run, seconds);
  }

  /** The picture at its end. */
  public Figure last() {
    return figure(run);
  }

  /**
   * Returns the animation as a GIF that repeats for ever.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public byte[] gif() {
    int count = (int) Math.max(2, Math.min(run.steps(), seconds * PICTURES_A_SECOND));
    List<BufferedImage> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int steps = (int) ((long) i * run.steps() / (count - 1));
      pictures.add(figure(run.upTo(steps)).image(1)); // a GIF does not know its resolution
    }
    return Gif.encode(pictures, (int) Math.round(100 * seconds / count), HOLD_CENTISECONDS);
  }

  /**
   * Writes the animation to a file, whose name ends in {@code .gif}; it appears whole or not at
   * all.
   *
   * @throws IllegalArgumentException if it ends otherwise
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void save(Path file) {
    Export.suffix(file, "gif");
    Export.write(file, gif());
  }

  @Override
  public String toString() {
    return last().text();
  }

  /** What was known at {@code moment}, on the axes and under the title of the end. */
  private Figure figure(RunSnapshot moment) {
    int epoch = moment.steps() == 0 ? 0 : moment.epoch(moment.steps() - 1);
    String subtitle =
        "Values in use with a band of ±σ; epoch " + epoch + " of " + run.plan().epochs();
    if (HyperparameterFigure.shareAnAxis(run.hyperparameters())) {
      Panel end = HyperparameterFigure.valuesInOnePanel(run);
      return Figure.of(on(end, HyperparameterFigure.valuesInOnePanel(moment), subtitle));
    }
    SmallMultiples end = HyperparameterFigure.multiples(run);
    Map<String, Panel> now =
        HyperparameterFigure.multiples(moment).cells().stream()
            .collect(
                Collectors.toMap(
                    Panel::title, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    List<Panel> cells =
        end.cells().stream().map(cell -> on(cell, now.get(cell.title()), cell.subtitle())).toList();
    return new SmallMultiples(end.title(), subtitle, cells).figure();
  }

  private static Panel on(Panel end, Panel now, String subtitle) {
    return new Panel(
        end.title(),
        subtitle,
        end.x(),
        end.y(),
        end.warmup(),
        now.bands(),
        now.lines(),
        now.moments());
  }
}

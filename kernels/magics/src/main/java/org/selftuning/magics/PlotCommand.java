package org.selftuning.magics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.model.Nearest;
import org.selftuning.record.History;
import org.selftuning.record.Probe;
import org.selftuning.record.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a chart of one run, or of several over each other. */
@Command(
    name = "plot",
    description = {
      "Shows a chart of a run, or of several runs over each other: their losses, accuracies,"
          + " hyperparameters, the scales of their perturbations, or what they expect of other"
          + " hyperparameters (see probe).",
      "Returns the Figure."
    })
final class PlotCommand implements Callable<Figure> {
  private static final String ALL = "all";
  private static final String RESPONSE = "response";
  private static final String MAP = "map";

  private static final Map<String, Function<History, Figure>> ONE = new LinkedHashMap<>();
  private static final Map<String, Function<Map<String, Run>, Figure>> SEVERAL =
      new LinkedHashMap<>();

  static {
    ONE.put(ALL, Charts::live);
    ONE.put("loss", Charts::losses);
    ONE.put("accuracy", Charts::accuracies);
    ONE.put("hyper", Charts::hyperparameters);
    ONE.put("sigma", Charts::sigma);
    SEVERAL.put("loss", runs -> Charts.validationLosses(of(runs, Run::history)));
    SEVERAL.put("hyper", runs -> Charts.schedules(of(runs, Run::schedule)));
    SEVERAL.put("sigma", runs -> Charts.sigmas(of(runs, Run::history)));
    SEVERAL.put("schedule", runs -> Charts.schedules(of(runs, Run::schedule)));
    SEVERAL.put("compare", runs -> Charts.testErrors(of(runs, Run::result)));
    SEVERAL.put(RESPONSE, PlotCommand::responses);
  }

  private final Session session;

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the runs (the latest)")
  private List<String> names = List.of();

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      completionCandidates = Kinds.class,
      description =
          "of one run: all, loss, accuracy, hyper, sigma, schedule, response, map (the elements of"
              + " a vector); of several over each other: loss, hyper, sigma, schedule, response,"
              + " compare (test errors)")
  private String what;

  @Option(
      names = "--vector",
      paramLabel = "NAME",
      description = "with --what map: the vector, if there are several")
  private String vector;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "write it to FILE too, as .png, .svg, .pdf, .json (Vega-Lite) or .txt")
  private Path file;

  @Mixin private ChartArguments charts;

  PlotCommand(Session session) {
    this.session = session;
  }

  /** The charts there are. */
  static final class Kinds implements Iterable<String> {
    Kinds() {}

    @Override
    public Iterator<String> iterator() {
      Set<String> kinds = new LinkedHashSet<>(ONE.keySet());
      kinds.addAll(SEVERAL.keySet());
      kinds.add(MAP);
      return kinds.iterator();
    }
  }

  @Override
  public Figure call() {
    ChartStyle style = charts.style(session.bench().charts());
    Figure.check(file);
    Map<String, Run> runs = new LinkedHashMap<>();
    for (String name : names.isEmpty() ? List.of(session.bench().runs().last()) : names) {
      runs.put(name, session.bench().runs().get(name));
    }
    Figure figure = figure(runs);
    session.host().show(style.bundle(figure));
    if (file != null) {
      style.of(figure).save(file);
    }
    return style.of(figure);
  }

  private Figure figure(Map<String, Run> runs) {
    boolean one = runs.size() == 1;
    String wanted = what == null ? (one ? ALL : "loss") : what;
    if (wanted.equals(RESPONSE)) {
      runs.keySet().forEach(name -> ProbeCommand.responding(session, name));
    }
    if (one && wanted.equals(MAP)) {
      Run run = runs.values().iterator().next();
      double[] values = run.values().values().stream().mapToDouble(v -> v).toArray();
      return Charts.vector(run.name(), run.spec().space(), values, vector);
    }
    if (one && ONE.containsKey(wanted)) {
      return ONE.get(wanted).apply(runs.values().iterator().next().history());
    }
    if (SEVERAL.containsKey(wanted)) {
      return SEVERAL.get(wanted).apply(runs);
    }
    if (ONE.containsKey(wanted) || wanted.equals(MAP)) {
      throw new IllegalArgumentException(
          "--what "
              + wanted
              + " shows one run; name one, or choose of "
              + String.join(", ", SEVERAL.keySet()));
    }
    List<String> kinds = new ArrayList<>();
    new Kinds().forEach(kinds::add);
    throw new IllegalArgumentException(
        "there is no chart '" + wanted + "'" + Nearest.hint(wanted, kinds));
  }

  private static Figure responses(Map<String, Run> runs) {
    return Charts.probe(
        runs.values().stream()
            .flatMap(run -> Probe.all(run, ProbeCommand.POINTS).stream())
            .toArray(Probe[]::new));
  }

  private static <T> Map<String, T> of(Map<String, Run> runs, Function<Run, T> part) {
    Map<String, T> parts = new LinkedHashMap<>();
    runs.forEach((name, run) -> parts.put(name, part.apply(run)));
    return parts;
  }
}

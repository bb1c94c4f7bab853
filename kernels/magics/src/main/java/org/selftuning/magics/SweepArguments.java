package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.selftuning.compare.Sweep;
import org.selftuning.compare.SweepPoint;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Nearest;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.TrialExecutor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which points a sweep has, as options of a command. */
public final class SweepArguments {
  private static final Pattern SEEDS = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");
  private static final int MOST_SEEDS = 100_000;

  /** What is not a point's: the seeds have their own option, and the rest changes no result. */
  private static final List<String> COMMON =
      List.of("seed", "device", "precision", "threads", "checkpoint-every");

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUES",
      description =
          "values of another option, each combined with all those of further --set: batch=32,64;"
              + " with semicolons where values have commas: \"weights=sgd:0.1,0.9;adam:0.001\"")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      description =
          "the seeds, each of which every point runs with once: 1,2,3 or 1..20 (the one"
              + " of --seed)")
  private List<String> seeds = new ArrayList<>();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "runs at once on threads (${DEFAULT-VALUE})")
  private int threads = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "keep everything in this folder, also tables and charts; the same command continues there"
              + " after a stop, and further points and seeds may be added")
  private Path out;

  @Mixin private ChartFiles charts;

  @Mixin private ExecutorArguments executor;

  @Mixin private TrainArguments training;

  @Mixin private FixArguments fix;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Made by picocli. */
  public SweepArguments() {}

  /** The options that a point may set. */
  @Command
  private static final class Point {
    @Mixin private TrainArguments training;
    @Mixin private FixArguments fix;

    private CommandLine line() {
      return new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true);
    }
  }

  /** The folder in which it is kept, if one is. */
  public Optional<Path> folder() {
    return Optional.ofNullable(out);
  }

  /** How its charts look, and the forms that are written. */
  public ChartStyle charts(ChartStyle usual) {
    return charts.style(usual);
  }

  /**
   * Returns the sweep over all combinations of models, data and the values of {@code --set}.
   *
   * @param models by name
   * @param data by name
   * @param words returns those by which the data of a name were made; none for data from a cell
   * @param folder where it is kept, if anywhere
   * @param elsewhere where runs are trained; none for threads of this process
   * @throws IllegalArgumentException if the options make none; one line says why
   * @throws IOException if the data are to be shipped, and cannot be written
   */
  public Sweep sweep(
      Map<String, ModelSpec> models,
      Map<String, Source> data,
      Function<String, Optional<String>> words,
      Optional<Path> folder,
      Optional<TrialExecutor> elsewhere)
      throws IOException {
    List<Map<String, String>> grid = List.of(Map.of());
    if (models.size() > 1) {
      grid = crossed(grid, "model", List.copyOf(models.keySet()));
    }
    if (data.size() > 1) {
      grid = crossed(grid, "data", List.copyOf(data.keySet()));
    }
    for (String set : sets) {
      grid = crossed(grid, name(set), values(set));
    }
    List<SweepPoint> points = new ArrayList<>();
    for (Map<String, String> settings : grid) {
      Point point = parsed(settings);
      ModelSpec model = models.get(settings.getOrDefault("model", first(models)));
      points.add(
          new SweepPoint(
              settings,
              point.fix.fixed(model),
              data.get(settings.getOrDefault("data", first(data))),
              point.training.options()));
    }
    Sweep sweep = new Sweep(points, seeds(), training.device(), threads, folder);
    sweep.checkpointEvery(training.checkpointEvery());
    sweep.limit(executor.limit());
    if (elsewhere.isPresent()) {
      IdentityHashMap<Source, String> of = new IdentityHashMap<>();
      for (Map.Entry<String, Source> one : data.entrySet()) {
        of.put(one.getValue(), executor.words(one.getValue(), words.apply(one.getKey()), folder));
      }
      sweep.on(elsewhere.get(), of::get);
    }
    return sweep;
  }

  /** Starts what runs are trained on; see {@link ExecutorArguments#open}. */
  public Optional<TrialExecutor> open(Map<String, ModelSpec> models, Optional<Path> folder)
      throws IOException {
    ExecutorSettings largest = null;
    for (ModelSpec model : models.values()) {
      ExecutorSettings of = new ExecutorSettings(model, training.options(), training.device());
      largest = largest == null || of.bytes() > largest.bytes() ? of : largest;
    }
    return executor.open(largest, folder);
  }

  private static String first(Map<String, ?> named) {
    return named.keySet().iterator().next();
  }

  private static List<Map<String, String>> crossed(
      List<Map<String, String>> grid, String name, List<String> values) {
    List<Map<String, String>> all = new ArrayList<>();
    for (Map<String, String> settings : grid) {
      if (settings.containsKey(name)) {
        throw new IllegalArgumentException("'" + name + "' is set twice; give all values in one");
      }
      for (String value : values) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        all.add(more);
      }
    }
    return all;
  }

  private static String name(String set) {
    String name = set.replaceFirst("=.*", "");
    TreeSet<String> names = new TreeSet<>();
    for (OptionSpec option : new Point().line().getCommandSpec().options()) {
      names.add(option.longestName().substring(2));
    }
    COMMON.forEach(names::remove);
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "--set "
              + set
              + (name.equals("seed") ? ": the seeds are given by --seeds" : ": no such option")
              + Nearest.hint(name, names));
    }
    return name;
  }

  private static List<String> values(String set) {
    String values = set.substring(set.indexOf('=') + 1);
    if (!set.contains("=") || values.isBlank()) {
      throw new IllegalArgumentException("--set " + set + " has no values; write batch=32,64");
    }
    return Arrays.stream(values.split(values.contains(";") ? ";" : ",", -1))
        .map(String::strip)
        .toList();
  }

  /** The options of the command itself, with those that the settings replace. */
  private Point parsed(Map<String, String> settings) {
    Point point = new Point();
    CommandLine line = point.line();
    List<String> words = new ArrayList<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (line.getCommandSpec().findOption(name) != null
          && !settings.containsKey(name.substring(2))) {
        if (option.negatable()) {
          words.add(name + "=" + option.getValue());
        } else {
          option.originalStringValues().forEach(value -> words.add(name + "=" + value));
        }
      }
    }
    settings.forEach(
        (name, value) -> {
          if (line.getCommandSpec().findOption("--" + name) != null) {
            words.add("--" + name + "=" + value);
          }
        });
    try {
      line.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new IllegalArgumentException("--set: " + e.getMessage(), e);
    }
    return point;
  }

  private List<Long> seeds() {
    if (seeds.isEmpty()) {
      return List.of(training.options().seed());
    }
    List<Long> all = new ArrayList<>();
    for (String part : seeds) {
      Matcher form = SEEDS.matcher(part.strip());
      long from = form.matches() ? Long.parseLong(form.group(1)) : 1;
      long to = form.matches() && form.group(2) != null ? Long.parseLong(form.group(2)) : from;
      if (!form.matches() || to < from || to - from >= MOST_SEEDS) {
        throw new IllegalArgumentException(
            "--seeds " + part + " is no seed or range of them; write 1,2,3 or 1..20");
      }
      LongStream.rangeClosed(from, to).forEach(all::add);
    }
    return all;
  }
}

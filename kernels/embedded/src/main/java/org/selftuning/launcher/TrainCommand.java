package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.selftuning.data.ProcessLock;
import org.selftuning.data.Source;
import org.selftuning.magics.ChartFiles;
import org.selftuning.magics.ChartStyle;
import org.selftuning.magics.CommandTree;
import org.selftuning.magics.FixArguments;
import org.selftuning.magics.ImportArguments;
import org.selftuning.magics.LogArguments;
import org.selftuning.magics.TerminalHost;
import org.selftuning.magics.TrainArguments;
import org.selftuning.magics.Words;
import org.selftuning.magics.Workbench;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Autosave;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.Run;
import org.selftuning.record.RunResult;
import org.selftuning.train.TrainingOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model without a notebook. */
@Command(
    name = "train",
    description = {
      "Train a model while it tunes its own hyperparameters, and write charts, tables and a"
          + " checkpoint. Stopped by Ctrl-C, it writes what it has, and --resume continues; also after"
          + " its process was killed, from the last checkpoint."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  private final TerminalHost host;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.yaml", description = "The model.")
  private Path file;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description =
          "What to train on, as after 'stn data NAME': strokes, \"mnist --train 10000\","
              + " \"csv FILE --target COLUMN\", \"text FILE --unit character\".")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of the results; without it out/ and the model's name.")
  private Path out;

  @Option(names = "--resume", description = "Continue the run in that folder.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace the run in that folder.")
  private boolean overwrite;

  @Option(
      names = "--other-data",
      description = "With --resume: continue on other data than the run was trained on.")
  private boolean otherData;

  @Mixin private ChartFiles charts;

  @Mixin private TrainArguments arguments;

  @Mixin private FixArguments fix;

  @Mixin private ImportArguments imported;

  @Mixin private LogArguments log;

  TrainCommand(TerminalHost host) {
    this.host = host;
  }

  @Override
  public Integer call() throws Exception {
    String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    Results results =
        new Results(
            out != null ? out : Path.of("out").resolve(name), charts.style(ChartStyle.STANDARD));
    try (ProcessLock lock = results.claim()) {
      check(results);
      return train(name, results);
    }
  }

  /** Refuses what would lose an earlier run, or has none. */
  private void check(Results results) throws IOException {
    boolean present = Files.exists(results.checkpoint());
    if (resume && overwrite) {
      throw new IllegalArgumentException("give --resume or --overwrite, not both");
    }
    if (resume && imported.given()) {
      throw new IllegalArgumentException(
          "a run that continues has its weights; leave out --import or --resume");
    }
    if (resume && !present) {
      throw new IOException(
          "there is no " + results.checkpoint() + " to resume; leave out --resume");
    }
    if (present && !resume && !overwrite) {
      throw new IOException(
          results.folder()
              + " holds a run; continue it with --resume, replace it with --overwrite, or give"
              + " another folder with --out");
    }
  }

  private int train(String name, Results results) throws Exception {
    CommandTree commands = new CommandTree(host, new Workbench(), "./stn");
    ModelSpec model = (ModelSpec) commands.run(List.of("model", name, "--file", file.toString()));
    List<String> words = new ArrayList<>(List.of("data", name));
    words.addAll(Words.split(data));
    Source source = (Source) commands.run(words);
    Run run = resume ? kept(results, model, source) : planned(name, model, source);
    if (!resume) {
      Files.deleteIfExists(results.checkpoint()); // or --resume would continue the earlier run
    }
    run.listen(
        new Autosave(
            arguments.checkpointEvery(), () -> run.save(results.checkpoint()), host::print));
    log.listen(name, run, host::print);
    boolean done = resume && done(run); // it was killed before its results were written
    if (!done && !arguments.checkpointEvery().equals(CheckpointInterval.NEVER)) {
      host.print(
          String.format(
              "Every %s it is saved in %s, from which --resume continues.",
              arguments.checkpointEvery(), results.checkpoint()));
    }
    try (Finish finish = new Finish(run::stop)) {
      if (!done) {
        commands.train(name, run, "--resume");
        host.finish();
      }
      host.print(results.write(run));
    } finally {
      run.close();
    }
    TrainingOutcome.Cause cause = run.result().cause();
    return cause == TrainingOutcome.Cause.STOPPED
        ? STOPPED
        : cause == TrainingOutcome.Cause.DIVERGED ? 1 : 0;
  }

  private Run planned(String name, ModelSpec model, Source source) throws IOException {
    Run run = Run.plan(name, fix.fixed(model), source, arguments.options(), arguments.device());
    try {
      imported.into(run, host);
      return run;
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /** The run of an earlier call; only the number of its epochs may be set again. */
  private Run kept(Results results, ModelSpec model, Source source) throws IOException {
    Path checkpoint = results.checkpoint();
    Run run =
        otherData
            ? Run.loadOnOtherData(checkpoint, source, arguments.device())
            : Run.load(checkpoint, source, arguments.device());
    try {
      if (!run.spec().equals(fix.fixed(model))) {
        throw new IllegalArgumentException(
            checkpoint + " holds another model than " + file + "; give it a folder of its own");
      }
      if (spec.commandLine().getParseResult().hasMatchedOption("--epochs")) {
        run.extendTo(arguments.options().epochs());
      }
      if (done(run) && results.written()) {
        throw new IllegalArgumentException(
            "all "
                + run.result().epochs()
                + " epochs of this run are done; give a larger number with --epochs");
      }
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /**
   * Whether nothing is left to train or test; a run that was killed before its test has no cause.
   */
  private static boolean done(Run run) {
    RunResult result = run.result();
    return result.cause() != null && result.epochs() >= run.options().epochs();
  }
}

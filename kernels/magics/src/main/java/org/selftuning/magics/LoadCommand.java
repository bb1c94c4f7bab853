package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.selftuning.data.Source;
import org.selftuning.record.Run;
import org.selftuning.tensor.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a run from a file. */
@Command(
    name = "load",
    description = {
      "Reads a run that save has written; it needs the data that it was trained on.",
      "Returns the Run; resume continues it."
    })
final class LoadCommand implements Callable<Run> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "what the run is to be called")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "the file (what the run of this name saved while it trained; see runs --saved)")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      completionCandidates = Names.Data.class,
      description = "the data set (the one loaded last)")
  private String data;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      completionCandidates = Names.Devices.class,
      description = "where to train (the GPU if there is one that can be used, else cpu)")
  private String device;

  @Option(
      names = "--other-data",
      description = "continue on other data than it was trained on, of the same kind")
  private boolean otherData;

  LoadCommand(Session session) {
    this.session = session;
  }

  @Override
  public Run call() throws IOException {
    Workbench bench = session.bench();
    String dataName = data == null ? bench.data().last() : data;
    session.requireIdle(name);
    Device on = device == null ? Device.standard() : Device.named(device);
    Path from = file == null ? SavedRuns.standard().file(name) : file;
    Source source = bench.data().get(dataName);
    Run run = otherData ? Run.loadOnOtherData(from, source, on) : Run.load(from, source, on);
    bench.keep(name, run);
    session.host().print(name + ", loaded from " + from + ": " + run.result().message());
    session.host().show(MimeBundle.table(run.result().table()));
    return run;
  }
}

package org.selftuning.magics;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a language model write. */
@Command(
    name = "write",
    description = {
      "Writes a text with the network of a run on a text, token by token.",
      "Returns the text."
    })
final class WriteCommand implements Callable<String> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run (the latest)")
  private String name;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "how many words, or characters (${DEFAULT-VALUE})")
  private int tokens = 80;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description =
          "1 for the network's own probabilities, less for likelier tokens (${DEFAULT-VALUE})")
  private double temperature = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "what the draws come from (${DEFAULT-VALUE})")
  private long seed = 1;

  WriteCommand(Session session) {
    this.session = session;
  }

  @Override
  public String call() {
    Workbench bench = session.bench();
    String runName = name == null ? bench.runs().last() : name;
    String text = bench.runs().get(runName).write(tokens, temperature, seed);
    session.host().print(text.stripTrailing());
    return text;
  }
}

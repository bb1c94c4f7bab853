package org.selftuning.magics;

/** Commands on a fresh workbench, typed into a recording host. */
final class Bench {
  static final String MODEL =
      """
      input: [28, 28, 1]
      hyperparameters:
        rate: {range: [0, 0.95], start: 0.05, sigma: 0.5}
      layers:
        - flatten
        - dropout: rate
        - gated-linear: 16
        - relu
        - gated-linear: 10
      loss: cross-entropy
      """;

  final RecordingHost host = new RecordingHost();
  final Workbench bench = new Workbench();
  final CommandTree tree = new CommandTree(host, bench, "%stn");

  /** A bench with the model {@code mlp} and the data set {@code digits}. */
  static Bench ready() throws Exception {
    Bench bench = new Bench();
    bench.cell("model mlp", MODEL);
    bench.type("data digits strokes --train 320 --validation 64 --test 50");
    bench.host.shown.clear();
    return bench;
  }

  Object type(String line) throws Exception {
    return tree.run(Words.split(line));
  }

  Object cell(String line, String body) throws Exception {
    return tree.run(Words.split(line), body);
  }

  MimeBundle shown(int index) {
    return host.shown.get(index);
  }
}

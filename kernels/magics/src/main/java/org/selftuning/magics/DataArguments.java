package org.selftuning.magics;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.Cifar10;
import org.selftuning.data.Corpus;
import org.selftuning.data.Csv;
import org.selftuning.data.CsvOptions;
import org.selftuning.data.DataFolder;
import org.selftuning.data.Dataset;
import org.selftuning.data.Fetch;
import org.selftuning.data.Mnist;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.data.TrainTest;
import org.selftuning.model.Nearest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which data set, and how much of it, as options of a command. */
public final class DataArguments {
  /** The kinds of data sets. */
  static final List<String> KINDS =
      List.of("strokes", "mnist", "fashion", "cifar10", "csv", "grammar", "ptb", "text");

  private static final int STROKES_TRAIN = 2000;
  private static final int STROKES_REST = 1000;
  private static final double SHARE = 0.15;
  private static final double CSV_SHARE = 0.2;

  @Option(
      names = "--train",
      paramLabel = "N",
      description = "examples for the weights; of a text tokens, of the grammar sentences")
  private Integer train;

  @Option(
      names = "--validation",
      paramLabel = "N|SHARE",
      description = "examples for the hyperparameters, or their share of all, such as 0.15")
  private Double validation;

  @Option(
      names = "--test",
      paramLabel = "N|SHARE",
      description = "examples for the final figure; of a CSV file or one file of text their share")
  private Double test;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "of the random choice, or of the generated examples (${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--standardise",
      description = "scale every feature to mean 0 and deviation 1 in the training part; no text")
  private boolean standardise;

  @Option(
      names = "--fetch",
      description = "fetch a published data set first, if it is not on this machine")
  private boolean fetch;

  @Option(names = "--target", paramLabel = "COLUMN", description = "csv: what is to be predicted")
  private String target = "";

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "csv: ${COMPLETION-CANDIDATES} (by what the target column holds)")
  private CsvOptions.Task task = CsvOptions.Task.AUTOMATIC;

  @Option(
      names = "--missing",
      paramLabel = "WHAT",
      description =
          "csv: what becomes of missing cells: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private CsvOptions.Missing missing = CsvOptions.Missing.REFUSE;

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      split = ",",
      description = "csv: columns to leave out")
  private List<String> ignored = List.of();

  @Mixin private CsvArguments format = new CsvArguments();

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      description = "text: what a token is: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private Corpus.Unit unit = Corpus.Unit.WORD;

  /** Made by picocli. */
  public DataArguments() {}

  /**
   * Loads or generates a data set.
   *
   * @param kind one of strokes, mnist, fashion, cifar10, csv, grammar, ptb and text
   * @param files the table of a csv; of a text a folder, one file, or one for each part
   * @param host hears how far a fetch has come
   * @throws IllegalArgumentException if the arguments make no data set; one line says why
   * @throws IOException if its files are missing, cannot be read, or are not what they should be
   */
  public Source load(String kind, List<Path> files, Host host) throws IOException {
    if (!KINDS.contains(kind)) {
      throw new IllegalArgumentException(
          "there is no kind of data '" + kind + "'" + Nearest.hint(kind, KINDS));
    }
    boolean reads = kind.equals("csv") || kind.equals("text");
    if (!files.isEmpty() && !reads) {
      throw new IllegalArgumentException(
          "data of the kind '" + kind + "' come from no file of yours; leave out " + files.get(0));
    }
    TextRequest text = new TextRequest(unit, train, validation, test, seed);
    return switch (kind) {
      case "grammar" -> text.grammar();
      case "ptb" -> text.read(List.of(folder("ptb", host)));
      case "text" -> text.read(files);
      default -> examples(kind, files, host);
    };
  }

  private Split examples(String kind, List<Path> files, Host host) throws IOException {
    Split split =
        switch (kind) {
          case "strokes" -> strokes();
          case "mnist" -> parts(Mnist.load(folder("mnist", host)));
          case "fashion" -> parts(Mnist.loadFashion(folder("fashion-mnist", host)));
          case "cifar10" -> parts(Cifar10.load(folder("cifar10", host)));
          default -> csv(files);
        };
    return standardise ? split.standardised() : split;
  }

  private Split strokes() {
    int n = train == null ? STROKES_TRAIN : train;
    return StrokeDigits.split(
        n, count("--validation", validation, n), count("--test", test, n), seed);
  }

  /** A number of examples to generate; a share is one of the training part. */
  private static int count(String option, Double given, int train) {
    if (given == null) {
      return STROKES_REST;
    }
    positive(option, given);
    return (int) Math.max(1, given < 1 ? Math.round(given * train) : whole(option, given));
  }

  private Split parts(TrainTest all) {
    double wanted = validation == null ? SHARE : validation;
    positive("--validation", wanted);
    double share = wanted < 1 ? wanted : whole("--validation", wanted) / all.train().size();
    Split split = all.split(share, seed);
    return new Split(first(split.train(), train), split.validation(), testOf(split.test()));
  }

  private Dataset testOf(Dataset all) {
    if (test == null) {
      return all;
    }
    positive("--test", test);
    double n = test < 1 ? Math.max(1, Math.round(test * all.size())) : whole("--test", test);
    return all.take((int) n, seed);
  }

  private static Dataset first(Dataset part, Integer n) {
    return n == null ? part : part.first(n);
  }

  private Split csv(List<Path> files) throws IOException {
    if (files.size() != 1) {
      throw new IllegalArgumentException(
          "name the file: data NAME csv FILE --target COLUMN; the path may stand in quotes");
    }
    CsvOptions options =
        CsvOptions.target(target)
            .task(task)
            .missing(missing)
            .ignoring(ignored.toArray(String[]::new))
            .shares(csvShare("--validation", validation), csvShare("--test", test))
            .seed(seed)
            .categories(format.categories())
            .format(format.format());
    Split split = Csv.read(files.get(0), options).split();
    return new Split(first(split.train(), train), split.validation(), split.test());
  }

  private static double csvShare(String option, Double given) {
    return given == null ? CSV_SHARE : share(option, given, "a CSV file");
  }

  /** The share of {@code whole} that an option gives. */
  static double share(String option, double given, String whole) {
    if (!(given > 0 && given < 1)) {
      throw new IllegalArgumentException(
          option + " of " + whole + " is a share between 0 and 1, not " + given);
    }
    return given;
  }

  private static void positive(String option, double given) {
    if (!(given > 0)) {
      throw new IllegalArgumentException(
          option + " must be a number of examples, or a share between 0 and 1, not " + given);
    }
  }

  private static double whole(String option, double given) {
    if (given != Math.rint(given)) {
      throw new IllegalArgumentException(
          option + " must be a whole number of examples, or a share below 1, not " + given);
    }
    return given;
  }

  private Path folder(String name, Host host) throws IOException {
    DataFolder folders = DataFolder.standard();
    if (fetch && folders.locate(name).isEmpty()) {
      host.print(
          String.format(
              "fetching %s, %.0f MB, to %s",
              name, Fetch.bytes(name) / 1e6, folders.store().resolve(name)));
      return Fetch.dataset(name, folders.store(), (part, bytes, total) -> {});
    }
    try {
      return folders.find(name);
    } catch (FileNotFoundException e) {
      throw new IOException(e.getMessage() + "; or fetch it with --fetch", e);
    }
  }
}

package org.selftuning.magics;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.selftuning.data.Source;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Which data set, and how much of it, as options of a command. */
final class DataArguments {
  private static final Set<Class<?>> GROUPS =
      Set.of(
          PartArguments.class,
          CutArguments.class,
          ScaleArguments.class,
          FetchArguments.class,
          TableArguments.class,
          SeriesArguments.class,
          ImageArguments.class,
          TextArguments.class);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private PartArguments parts = new PartArguments();

  @Mixin private CutArguments cut = new CutArguments();

  @Mixin private ScaleArguments scale = new ScaleArguments();

  @Mixin private FetchArguments fetch = new FetchArguments();

  @Mixin private TableArguments table = new TableArguments();

  @Mixin private SeriesArguments series = new SeriesArguments();

  @Mixin private ImageArguments images = new ImageArguments();

  @Mixin private TextArguments text = new TextArguments();

  DataArguments() {}

  PartArguments parts() {
    return parts;
  }

  CutArguments cut() {
    return cut;
  }

  ScaleArguments scale() {
    return scale;
  }

  FetchArguments fetch() {
    return fetch;
  }

  TableArguments table() {
    return table;
  }

  SeriesArguments series() {
    return series;
  }

  ImageArguments images() {
    return images;
  }

  TextArguments text() {
    return text;
  }

  /**
   * Loads or generates a data set.
   *
   * @param word its kind; or its file, if that gives its kind
   * @param files its other files
   * @param host where progress is shown
   * @throws IllegalArgumentException if the arguments make no data set; one line says why
   * @throws IOException if its files are missing, cannot be read, or are not what they should be
   */
  Source load(String word, List<Path> files, Host host) throws IOException {
    DataKind kind = DataKinds.of(word);
    List<Path> all = new ArrayList<>(files);
    if (DataKinds.isFile(word)) {
      all.add(0, Path.of(word));
    }
    if (!all.isEmpty() && kind.files().isEmpty()) {
      throw new IllegalArgumentException(
          "data of the kind '"
              + kind.word()
              + "' come from no file of yours; leave out "
              + all.get(0));
    }
    refuseOtherOptions(kind);
    return kind.load(this, all, host);
  }

  /** An option that the kind does not understand would be passed over without a word. */
  private void refuseOtherOptions(DataKind kind) {
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (option.userObject() instanceof Field field
          && GROUPS.contains(field.getDeclaringClass())
          && !kind.options().contains(field.getDeclaringClass())) {
        throw new IllegalArgumentException(
            option.longestName()
                + " has no meaning for data of the kind '"
                + kind.word()
                + "'; leave it out");
      }
    }
  }
}

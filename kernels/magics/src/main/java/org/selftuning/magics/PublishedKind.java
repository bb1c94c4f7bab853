package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.Source;
import org.selftuning.data.TrainTest;

/**
 * A published set of images.
 *
 * @param word what people type
 * @param folder what its folder is called
 * @param reader reads the folder
 */
record PublishedKind(String word, String folder, Reader reader) implements DataKind {

  /** Reads a folder. */
  interface Reader {
    TrainTest read(Path folder) throws IOException;
  }

  @Override
  public String files() {
    return "";
  }

  @Override
  public List<Class<?>> options() {
    return List.of(PartArguments.class, ScaleArguments.class, FetchArguments.class);
  }

  @Override
  public Source load(DataArguments arguments, List<Path> files, Host host) throws IOException {
    TrainTest all = reader.read(arguments.fetch().folder(folder, host));
    return arguments.scale().of(arguments.parts().split(all));
  }
}

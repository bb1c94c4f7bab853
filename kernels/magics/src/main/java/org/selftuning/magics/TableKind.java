package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.Source;
import org.selftuning.data.TableData;
import org.selftuning.data.TableReader;

/**
 * A table in a file.
 *
 * @param reader of its format
 */
record TableKind(TableReader reader) implements DataKind {
  @Override
  public String word() {
    return reader.word();
  }

  @Override
  public String files() {
    return String.format(
        "one file (%s): data NAME %s FILE --target COLUMN", reader.description(), word());
  }

  @Override
  public List<Class<?>> options() {
    return List.of(
        PartArguments.class, CutArguments.class, ScaleArguments.class, TableArguments.class);
  }

  @Override
  public boolean recognizes(Path file) {
    return DataKind.ends(file, reader.endings().toArray(String[]::new));
  }

  @Override
  public Source load(DataArguments arguments, List<Path> files, Host host) throws IOException {
    Path file = only(files);
    if (Files.isDirectory(file)) {
      throw new DataFormatException(file, "is a folder; name the file in it");
    }
    PartArguments parts = arguments.parts();
    var options = arguments.table().options(arguments.cut().options(parts, "a table"));
    TableData read = TableData.of(reader.read(file, options.format()), options);
    return arguments.scale().of(arguments.cut().of(parts, read.split()));
  }
}

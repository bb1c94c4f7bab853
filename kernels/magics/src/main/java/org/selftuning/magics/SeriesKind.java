package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.Source;
import org.selftuning.data.TableData;
import org.selftuning.data.TableOptions;

/** A table whose rows follow each other in time: windows of it are the examples. */
final class SeriesKind implements DataKind {
  @Override
  public String word() {
    return "series";
  }

  @Override
  public String files() {
    return "one table in any format: data NAME series FILE --target COLUMN --window N --horizon N";
  }

  @Override
  public List<Class<?>> options() {
    return List.of(
        PartArguments.class,
        CutArguments.class,
        ScaleArguments.class,
        TableArguments.class,
        SeriesArguments.class);
  }

  @Override
  public Source load(DataArguments arguments, List<Path> files, Host host) throws IOException {
    Path file = only(files);
    PartArguments parts = arguments.parts();
    TableOptions options =
        arguments
            .table()
            .options(arguments.cut().options(parts, "a table"))
            .windows(arguments.series().windows());
    return arguments.scale().of(arguments.cut().of(parts, TableData.read(file, options).split()));
  }
}

package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.NpyData;
import org.selftuning.data.Source;
import org.selftuning.data.Split;

/**
 * NumPy's arrays.
 *
 * @param word npy or npz
 * @param files what its files are
 */
record NumpyKind(String word, String files) implements DataKind {
  static final NumpyKind NPY =
      new NumpyKind("npy", "two npy files, features and labels: data NAME npy X.npy Y.npy");
  static final NumpyKind NPZ = new NumpyKind("npz", "one npz file with the arrays x and y");

  @Override
  public List<Class<?>> options() {
    return List.of(PartArguments.class, CutArguments.class, ScaleArguments.class);
  }

  @Override
  public boolean recognizes(Path file) {
    return DataKind.ends(file, "." + word);
  }

  @Override
  public Source load(DataArguments arguments, List<Path> given, Host host) throws IOException {
    if (given.size() != (this == NPY ? 2 : 1)) {
      throw wrong(given);
    }
    PartArguments parts = arguments.parts();
    Split split = Split.of(NpyData.read(given), arguments.cut().options(parts, "arrays"));
    return arguments.scale().of(arguments.cut().of(parts, split));
  }
}

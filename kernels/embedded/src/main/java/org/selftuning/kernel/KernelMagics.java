package org.selftuning.kernel;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.selftuning.magics.Words;
import org.selftuning.model.Nearest;

/** The base library's registry of magics, which also knows its names. */
final class KernelMagics extends Magics {
  private final Set<String> lines = new TreeSet<>();
  private final Set<String> cells = new TreeSet<>();

  @Override
  public void registerLineMagic(String name, LineMagicFunction<?> magic) {
    lines.add(name);
    super.registerLineMagic(name, magic);
  }

  @Override
  public void registerCellMagic(String name, CellMagicFunction<?> magic) {
    cells.add(name);
    super.registerCellMagic(name, magic);
  }

  @Override
  public <T extends LineMagicFunction<?> & CellMagicFunction<?>> void registerLineCellMagic(
      String name, T magic) {
    lines.add(name);
    cells.add(name);
    super.registerLineCellMagic(name, magic);
  }

  boolean hasLine(String name) {
    return lines.contains(name);
  }

  Set<String> lineNames() {
    return lines;
  }

  Set<String> cellNames() {
    return cells;
  }

  Object line(String name, String arguments) throws Exception {
    if (!lines.contains(name)) {
      throw unknown("%", name, lines);
    }
    try {
      return applyLineMagic(name, Words.split(arguments));
    } catch (Exception e) {
      throw MagicFailure.isMistake(e) ? new MagicFailure(e.getMessage(), e) : e;
    }
  }

  Object cell(String name, String arguments, String body) throws Exception {
    if (!cells.contains(name)) {
      throw unknown("%%", name, cells);
    }
    try {
      return applyCellMagic(name, Words.split(arguments), body);
    } catch (Exception e) {
      throw MagicFailure.isMistake(e) ? new MagicFailure(e.getMessage(), e) : e;
    }
  }

  private static MagicFailure unknown(String sign, String name, Set<String> names) {
    String refusal = NotebookMagics.refusal(sign, name);
    if (refusal != null) {
      return new MagicFailure(refusal, null);
    }
    String hint =
        Nearest.to(name, names)
            .map(near -> "; did you mean " + sign + near + "?")
            .orElse("; %lsmagic lists those that there are");
    return new MagicFailure("There is no magic " + sign + name + hint, null);
  }

  /** Names of all magics with their percent signs, for completion. */
  List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    lines.forEach(name -> names.add("%" + name));
    cells.forEach(name -> names.add("%%" + name));
    return List.copyOf(names);
  }
}

package io.github.spencerpark.ijava.runtime;

import java.util.List;
import org.selftuning.kernel.CellFunctions;

/** As {@link CellFunctions}, under IJava's name. */
@SuppressWarnings("TypeParameterUnusedInFormals") // as IJava declares them
public final class Magics {
  private Magics() {}

  /** Applies a line magic; returns what it returns. */
  public static <T> T lineMagic(String name, List<String> arguments) throws Exception {
    return CellFunctions.lineMagic(name, arguments);
  }

  /** Applies a cell magic; returns what it returns. */
  public static <T> T cellMagic(String name, List<String> arguments, String body) throws Exception {
    return CellFunctions.cellMagic(name, arguments, body);
  }

  /** Registers the methods of an object that are annotated as line or cell magics. */
  public static void addMagics(Object magics) {
    CellFunctions.addMagics(magics);
  }
}

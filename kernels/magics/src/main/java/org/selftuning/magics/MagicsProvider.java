package org.selftuning.magics;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import java.util.Optional;

/**
 * What a jar offers to a Java kernel: magics, renderings, and help while a magic is being typed.
 *
 * <p>The embedded kernel finds providers through {@link java.util.ServiceLoader} when it starts;
 * the file {@code META-INF/services/org.selftuning.magics.MagicsProvider} names them. In a stock
 * IJava a cell or the startup script calls {@link #install} itself.
 */
public interface MagicsProvider {
  /**
   * Registers magics with {@code magics} and renderings with {@link BaseKernel#getRenderer()}. It
   * is called once, while the kernel starts: anything slow (loading native code) belongs in a
   * daemon thread started here.
   */
  void install(BaseKernel kernel, Magics magics);

  /**
   * Whether the magic of this name shows its result itself, so that the kernel need not show what
   * it returns.
   */
  default boolean shows(String magic) {
    return false;
  }

  /**
   * The words that can stand where the cursor is.
   *
   * @param line a magic up to the cursor, without its percent signs, such as {@code "stn train
   *     --ep"}
   * @return whole words that begin with the last word of {@code line}; empty when the magic is not
   *     this provider's
   */
  default List<String> completions(String line) {
    return List.of();
  }

  /**
   * A usage text for the command that {@code line} names.
   *
   * @param line a magic without its percent signs, such as {@code "stn train digits"}
   */
  default Optional<String> help(String line) {
    return Optional.empty();
  }
}

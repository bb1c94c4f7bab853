package org.selftuning.magics;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Offers the magics of {@link StnMagics} to a kernel that looks for providers. */
public final class StnProvider implements MagicsProvider {
  static final String NAME = "stn";
  private static final String PREFIX = "%" + NAME;

  private volatile CommandTree commands;

  /** Made by the service loader. */
  public StnProvider() {}

  @Override
  public void install(BaseKernel kernel, Magics magics) {
    KernelHost host = new KernelHost(kernel);
    host.register();
    CommandTree tree = commands(kernel, host);
    commands = tree;
    magics.registerLineMagic(NAME, words -> run(tree, words, null));
    magics.registerCellMagic(NAME, (words, body) -> run(tree, words, body));
    WarmUp.begin();
  }

  /** The commands on a kernel's workbench, for a kernel of whichever kind. */
  static CommandTree commands(Object kernel, Host host) {
    return new CommandTree(host, Workbench.of(kernel), PREFIX);
  }

  /** Runs what was typed behind the magic's name. */
  static Object run(CommandTree tree, List<String> words, String body) throws Exception {
    return tree.run(withoutEnd(words), body);
  }

  /** IJava leaves a semicolon at the end of the line to the last word. */
  private static List<String> withoutEnd(List<String> words) {
    List<String> clean = new ArrayList<>(words);
    int last = clean.size() - 1;
    if (last >= 0 && clean.get(last).endsWith(";")) {
      String word = clean.remove(last);
      if (word.length() > 1) {
        clean.add(word.substring(0, word.length() - 1));
      }
    }
    return clean;
  }

  @Override
  public boolean shows(String magic) {
    return magic.equals(NAME);
  }

  @Override
  public List<String> completions(String line) {
    return afterName(line).map(commands::completions).orElse(List.of());
  }

  @Override
  public Optional<String> help(String line) {
    return afterName(line).map(commands::help);
  }

  private static Optional<String> afterName(String line) {
    boolean ours = line.equals(NAME) || line.startsWith(NAME + " ");
    return ours ? Optional.of(line.substring(NAME.length()).stripLeading()) : Optional.empty();
  }
}

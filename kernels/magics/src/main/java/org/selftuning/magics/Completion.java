package org.selftuning.magics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What can be typed next in a line of the command tree. */
final class Completion {
  private Completion() {}

  /** Returns the words that can stand in the place of the last, perhaps empty, word of a line. */
  static List<String> of(CommandLine root, String line) {
    String[] typed = line.stripLeading().split("\\s+", -1);
    String last = typed[typed.length - 1];
    List<String> before = List.of(typed).subList(0, typed.length - 1);
    Set<String> words = new LinkedHashSet<>();
    if (before.isEmpty()) {
      words.addAll(root.getSubcommands().keySet());
    } else {
      CommandLine command = root;
      int named = 0;
      while (named < before.size() && command.getSubcommands().containsKey(before.get(named))) {
        command = command.getSubcommands().get(before.get(named++));
      }
      if (named > 0 && named == before.size()) {
        words.addAll(command.getSubcommands().keySet());
      }
      if (named > 0) {
        follow(command.getCommandSpec(), before.subList(named, before.size()), last, words);
      }
    }
    return words.stream().filter(word -> word.startsWith(last)).toList();
  }

  private static void follow(
      CommandSpec command, List<String> before, String last, Set<String> words) {
    String previous = before.isEmpty() ? "" : before.get(before.size() - 1);
    OptionSpec open = command.findOption(previous);
    if (open != null && open.arity().max() > 0) {
      add(open, words);
      return;
    }
    if (last.startsWith("-")) {
      words.addAll(CommandTree.options(command));
      words.removeIf(option -> before.contains(option));
      return;
    }
    int position = positions(command, before);
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (parameter.index().contains(position)) {
        add(parameter, words);
      }
    }
    if (last.isEmpty() && words.isEmpty()) {
      words.addAll(CommandTree.options(command));
    }
  }

  private static void add(ArgSpec argument, Set<String> words) {
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates != null) {
      List<String> all = new ArrayList<>();
      candidates.forEach(all::add);
      words.addAll(all);
    }
  }

  /** How many of the words are neither options nor their values. */
  private static int positions(CommandSpec command, List<String> before) {
    int positions = 0;
    for (int i = 0; i < before.size(); i++) {
      OptionSpec option = command.findOption(before.get(i));
      if (option != null && option.arity().max() > 0) {
        i++;
      } else if (!before.get(i).startsWith("-")) {
        positions++;
      }
    }
    return positions;
  }
}

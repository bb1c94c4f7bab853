package org.selftuning.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/**
 * The values of expressions, which JShell names {@code $1}, {@code $2} and so on and keeps for
 * good. Each would hold its object, and make every later cell longer by a line; so only the last
 * {@link #MOST} are kept, and those that a cell has named.
 */
final class Remembered {
  static final int MOST = 50;
  private static final Pattern NAME = Pattern.compile("\\$\\d+");

  private final Deque<Snippet> latest = new ArrayDeque<>();
  private final Set<String> named = new HashSet<>();

  /** Notes the values that {@code source} names: something may depend on them from now on. */
  void keepThoseIn(String source) {
    for (Matcher name = NAME.matcher(source); name.find(); ) {
      named.add(name.group());
    }
  }

  /** Adds a value; returns those to be dropped. */
  List<Snippet> add(Snippet value) {
    latest.add(value);
    List<Snippet> dropped = new ArrayList<>();
    while (latest.size() > MOST) {
      Snippet oldest = latest.remove();
      if (!(oldest instanceof VarSnippet variable) || !named.contains(variable.name())) {
        dropped.add(oldest);
      }
    }
    return dropped;
  }
}

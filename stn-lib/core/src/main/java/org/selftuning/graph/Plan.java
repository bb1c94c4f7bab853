package org.selftuning.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The order in which a pass is computed, and where each node lies in memory: a node takes the place
 * of others whose last readers have run. Knows no engine. Results stay until the next run.
 */
public final class Plan {
  private final Pass pass;
  private final List<Node> prepared = new ArrayList<>();
  private final List<Node> repeated = new ArrayList<>();
  private final Set<Node> direct = new HashSet<>();
  private final Map<Node, Placement> places = new HashMap<>();
  private final Map<Node, Placement> rooms = new HashMap<>();
  private final long floats;
  private final long floatsWithoutReuse;

  /** Plans a pass. */
  public Plan(Pass pass) {
    this.pass = pass;
    Set<Node> moving = new HashSet<>();
    for (Node n : Graph.order(pass.results())) {
      if (moves(n) || n.inputs().stream().anyMatch(moving::contains)) {
        moving.add(n);
      }
      if (!n.given()) {
        (moving.contains(n) ? repeated : prepared).add(n);
      }
    }
    findDirect();
    List<Placement> all = lifetimes();
    floats = Placement.arrange(all);
    floatsWithoutReuse = operations().stream().mapToLong(this::ownFloats).sum();
  }

  /** Whether a node can differ from run to run though its inputs do not. */
  private boolean moves(Node n) {
    return n.primitive() instanceof DropoutMask
        || (n.given() && (!pass.settled() || n.rows() == Rows.BATCH));
  }

  /** Gradients that no one else reads can be added by the engine call that computes them. */
  private void findDirect() {
    Set<Node> read = new HashSet<>(List.of(pass.output(), pass.losses()));
    read.addAll(prepared); // those are computed once, but added in every run
    operations().forEach(n -> read.addAll(n.inputs()));
    List<Node> gradients = new ArrayList<>(pass.gradients().values());
    for (Node n : gradients) {
      boolean once = Collections.frequency(gradients, n) == 1;
      if (once && n.primitive() instanceof Accumulating && !read.contains(n)) {
        direct.add(n);
      }
    }
  }

  private long ownFloats(Node n) {
    long room = Placement.aligned(n.primitive().room());
    return direct.contains(n) ? room : room + Placement.aligned(n.extents().size());
  }

  private List<Placement> lifetimes() {
    List<Node> order = operations();
    int end = order.size();
    Map<Node, Integer> lastRead = new HashMap<>();
    for (int step = 0; step < end; step++) {
      for (Node input : order.get(step).inputs()) {
        lastRead.put(input, step);
      }
    }
    for (Node n : prepared) {
      if (lastRead.getOrDefault(n, 0) >= prepared.size()) {
        lastRead.put(n, end);
      }
    }
    pass.results().forEach(n -> lastRead.put(n, end));
    List<Placement> all = new ArrayList<>();
    for (int step = 0; step < end; step++) {
      Node n = order.get(step);
      if (n.primitive().room() > 0) {
        rooms.put(n, added(all, new Placement(n.primitive().room(), step, step)));
      }
      if (!direct.contains(n)) {
        int last = lastRead.get(n);
        Placement taken = taken(n, step);
        if (taken != null) {
          taken.extend(last);
        } else {
          taken = added(all, new Placement(n.extents().size(), step, last));
        }
        places.put(n, taken);
      }
    }
    return all;
  }

  private static Placement added(List<Placement> all, Placement one) {
    all.add(one);
    return one;
  }

  /** The place of an input that is read for the last time, if the output may have it. */
  private Placement taken(Node n, int step) {
    for (int i = 0; i < n.inputs().size(); i++) {
      Node input = n.input(i);
      Placement place = places.get(input);
      boolean last = place != null && place.last() == step;
      boolean once = Collections.frequency(n.inputs(), input) == 1;
      if (last && once && n.primitive().overwrites(i) && input.type().equals(n.type())) {
        return place;
      }
    }
    return null;
  }

  /** The pass that is planned. */
  public Pass pass() {
    return pass;
  }

  /** What is computed before the first run, and again when something given to it has changed. */
  public List<Node> prepared() {
    return Collections.unmodifiableList(prepared);
  }

  /** What each run computes, in its order. */
  public List<Node> repeated() {
    return Collections.unmodifiableList(repeated);
  }

  /** Everything that is computed, in its order. */
  public List<Node> operations() {
    List<Node> all = new ArrayList<>(prepared);
    all.addAll(repeated);
    return all;
  }

  /** Whether a gradient has no memory of its own: it is added to its target as it is computed. */
  boolean direct(Node gradient) {
    return direct.contains(gradient);
  }

  /** Where a node lies; null where it is given or {@link #direct}. */
  Placement place(Node node) {
    return places.get(node);
  }

  /** Where a node's engine call works; null where it needs no room. */
  Placement room(Node node) {
    return rooms.get(node);
  }

  /** Memory that the nodes take together, in bytes. */
  public long peakBytes() {
    return Float.BYTES * floats;
  }

  /** Memory they would take if each had its own, in bytes. */
  public long bytesWithoutReuse() {
    return Float.BYTES * floatsWithoutReuse;
  }

  /** A line for each operation: its inputs, its extents, its bytes, and where they lie. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Node n : operations()) {
      Placement place = places.get(n);
      List<String> inputs = n.inputs().stream().map(Plan::reference).toList();
      text.append(
          String.format(
              Locale.ROOT,
              "%s%-6s %-28s %-24s %-16s %10d  %s%n",
              prepared.contains(n) ? "once " : "     ",
              reference(n),
              n.primitive(),
              String.join(" ", inputs),
              n.extents(),
              (long) Float.BYTES * n.extents().size(),
              place == null ? "its target" : "at " + Float.BYTES * place.offset()));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%d operations, %d bytes (%d without reuse)%n",
                prepared.size() + repeated.size(),
                peakBytes(),
                bytesWithoutReuse()))
        .toString();
  }

  private static String reference(Node n) {
    return n.given() ? n.primitive().toString() : "%" + n.number();
  }
}

package org.selftuning.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The order in which a pass is computed, and where each node lies in memory: a node takes the place
 * of others whose last readers have run. Knows no engine. Results stay until the next run.
 *
 * <p>There are three regions of memory, see {@link Region}.
 */
public final class Plan {

  /** The parts of a run, in their order: each waits for what is given before it. */
  public enum Phase {
    /** The output. */
    FORWARD,
    /** How the output moves: waits for {@link Passes#inputChange}. */
    TANGENT,
    /** The gradients: waits for {@link Passes#dOutput}. */
    BACKWARD
  }

  /** Regions of memory, by who may share them. */
  public enum Region {
    /** What is computed once: no one. */
    KEPT,
    /** What a run computes before its gradients: plans that do not run at a time. */
    WORKING,
    /**
     * What the phase of gradients computes: other plans too whose runs are under way, as long as
     * none is in that phase until this one's gradients have been read.
     */
    GRADIENTS
  }

  private final Pass pass;
  private final List<Node> prepared = new ArrayList<>();
  private final List<Node> repeated = new ArrayList<>();
  private final Map<Node, Phase> phases = new HashMap<>();
  private final Set<Node> direct = new HashSet<>();
  private final Map<Node, Placement> places = new HashMap<>();
  private final Map<Node, Placement> rooms = new HashMap<>();
  private final Map<Region, Long> floats = new EnumMap<>(Region.class);
  private final long floatsWithoutReuse;

  /**
   * Plans a pass.
   *
   * @param change the leaf that the second phase waits for
   * @param dOutput the leaf that the third phase waits for
   */
  public Plan(Pass pass, Node change, Node dOutput) {
    this.pass = pass;
    Set<Node> moving = new HashSet<>();
    for (Node n : Graph.order(pass.results())) {
      if (moves(n) || n.inputs().stream().anyMatch(moving::contains)) {
        moving.add(n);
      }
      phases.put(n, phase(n, change, dOutput));
      if (!n.given() && !isView(n)) {
        (moving.contains(n) ? repeated : prepared).add(n);
      }
    }
    repeated.sort(Comparator.comparing(phases::get)); // within a phase as they were
    findDirect();
    lifetimes();
    for (Region region : Region.values()) {
      floats.put(region, Placement.arrange(distinct(region)));
    }
    floatsWithoutReuse = operations().stream().mapToLong(this::ownFloats).sum();
  }

  private Phase phase(Node n, Node change, Node dOutput) {
    Phase phase =
        n.equals(dOutput) ? Phase.BACKWARD : n.equals(change) ? Phase.TANGENT : Phase.FORWARD;
    for (Node input : n.inputs()) {
      phase = phases.get(input).compareTo(phase) > 0 ? phases.get(input) : phase;
    }
    return phase;
  }

  /** Whether a node can differ from run to run though its inputs do not. */
  private boolean moves(Node n) {
    return n.primitive().random()
        || (n.given() && (!pass.settled() || n.rows().compareTo(Rows.BATCH) >= 0));
  }

  /** Whether a node is another's tensor, or a part of it. */
  static boolean isView(Node n) {
    return n.primitive() instanceof View;
  }

  /** Whether a node's numbers are known: they are written before the first run, and stay. */
  static boolean isTable(Node n) {
    return n.primitive() instanceof Table;
  }

  /** The node in whose memory this one lies. */
  static Node storage(Node n) {
    return isView(n) ? storage(n.input(0)) : n;
  }

  /** Gradients that no one else reads can be added by the engine call that computes them. */
  private void findDirect() {
    Set<Node> read = new HashSet<>(prepared); // those are computed once, but added in every run
    for (Node n : Graph.order(pass.results())) {
      read.addAll(n.inputs());
    }
    for (Node n : new Node[] {pass.output(), pass.change(), pass.penalty(), pass.dInput()}) {
      read.add(n);
    }
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

  private void lifetimes() {
    List<Node> order = operations();
    int end = order.size();
    Map<Node, Integer> lastRead = new HashMap<>();
    for (int step = 0; step < end; step++) {
      for (Node input : order.get(step).inputs()) {
        lastRead.put(storage(input), step);
      }
    }
    for (Node n : prepared) {
      if (lastRead.getOrDefault(n, 0) >= prepared.size() || isTable(n)) {
        lastRead.put(n, end);
      }
    }
    pass.results().forEach(n -> lastRead.put(storage(n), end));
    for (int step = 0; step < end; step++) {
      Node n = order.get(step);
      if (n.primitive().room() > 0) {
        rooms.put(n, new Placement(region(n), n.primitive().room(), step, step));
      }
      if (!direct.contains(n)) {
        int last = lastRead.get(n);
        Placement taken = taken(n, step);
        if (taken != null) {
          taken.extend(last);
        } else {
          taken = new Placement(region(n), n.extents().size(), isTable(n) ? 0 : step, last);
        }
        places.put(n, taken);
      }
    }
  }

  /** The places of nodes in a region, and where they work. */
  private List<Placement> distinct(Region region) {
    Set<Placement> all = new LinkedHashSet<>();
    for (Node n : operations()) {
      for (Placement p : new Placement[] {rooms.get(n), places.get(n)}) {
        if (p != null && p.region() == region) {
          all.add(p);
        }
      }
    }
    return List.copyOf(all);
  }

  private Region region(Node n) {
    if (prepared.contains(n)) {
      return Region.KEPT;
    }
    return phases.get(n) == Phase.BACKWARD ? Region.GRADIENTS : Region.WORKING;
  }

  /** The place of an input that is read for the last time, if the output may have it. */
  private Placement taken(Node n, int step) {
    for (int i = 0; i < n.inputs().size(); i++) {
      Node input = n.input(i);
      Placement place = isView(input) ? null : places.get(input);
      boolean last = place != null && place.last() == step;
      boolean once = n.inputs().stream().filter(x -> storage(x) == input).count() == 1;
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

  /** What each run computes in one phase, in its order. */
  public List<Node> repeated(Phase phase) {
    return repeated.stream().filter(n -> phases.get(n) == phase).toList();
  }

  /** Everything that is computed, in its order. */
  public List<Node> operations() {
    List<Node> all = new ArrayList<>(prepared);
    all.addAll(repeated);
    return all;
  }

  /** Whether the gradient of the input is a part of what is given, such as the output's. */
  public boolean handsOn() {
    return pass.dInput() != null && storage(pass.dInput()).given();
  }

  /** Whether a gradient has no memory of its own: it is added to its target as it is computed. */
  boolean direct(Node gradient) {
    return direct.contains(gradient);
  }

  /** Where a node lies; null where it is given, {@link #direct} or a view. */
  Placement place(Node node) {
    return places.get(node);
  }

  /** Where a node's engine call works; null where it needs no room. */
  Placement room(Node node) {
    return rooms.get(node);
  }

  /** The size of a region, in floats. */
  public long floats(Region region) {
    return floats.get(region);
  }

  /** Memory that the nodes take together, in bytes. */
  public long peakBytes() {
    return Float.BYTES * floats.values().stream().mapToLong(Long::longValue).sum();
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
              place == null ? "its target" : place));
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

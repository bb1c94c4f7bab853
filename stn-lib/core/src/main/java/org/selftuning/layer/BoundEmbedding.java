package org.selftuning.layer;

import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/** A word embedding, gated or not, bound to a batch size and an engine. */
final class BoundEmbedding implements ForwardMode {
  private final Ops ops;
  private final int vocabulary;
  private final int dim;
  private final Parameter table;
  private final Gates gates;
  private final Binding.Reading rate;
  private final RandomStream stream;
  private final Tensor mask;
  private final Tensor y;
  private final Tensor looked;
  private final Tensor change;
  private Tensor words;
  private Tensor open;
  private Tensor keep;
  private Tensor elem;
  private Tensor hyper;
  private Tensor dElem;
  private Tensor dHyper;
  private boolean tied;

  BoundEmbedding(
      Binding binding, int steps, int vocabulary, int dim, Quantity wordDropout, boolean gated) {
    this.vocabulary = vocabulary;
    this.dim = dim;
    ops = binding.ops();
    binding.beginSequence(steps);
    Initializer start = new Initializer.Uniform(0.1);
    table =
        gated
            ? binding.pair("weight", start, 2 * vocabulary, dim)
            : binding.plain("weight", start, vocabulary, dim);
    gates = gated ? new Gates(binding, dim) : null;
    boolean drops = !wordDropout.equals(Quantity.of(0));
    rate = drops ? binding.read(wordDropout) : null;
    stream = drops ? binding.stream("word dropout") : null;
    mask = drops ? binding.tensor(1, vocabulary) : null;
    y = binding.tensor(steps * binding.batch(), dim);
    boolean centered = gated && binding.response().centered();
    looked = centered ? binding.tensor(steps * binding.batch(), dim) : null;
    change = binding.change(gated, steps * binding.batch(), dim);
    binding.embedding(this);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    words = x;
    keep = null;
    if (mask != null && pass.training()) {
      ops.dropoutMask(stream, rate.in(pass), rate.column(), 1, mask);
      keep = mask;
    }
    if (gates != null && pass.parted()) {
      return centered(pass);
    }
    open = gates == null ? null : gates.open(pass);
    ops.gather(table.value(), words, keep, open, y);
    return y;
  }

  /** Elem vectors, and hyper vectors apart from them. */
  private Tensor centered(Pass pass) {
    plan();
    ops.gather(elem, words, keep, null, y);
    if (pass.learnsResponse()) {
      open = gates.open(pass);
      ops.gather(hyper, words, keep, null, looked);
      if (!pass.linearized()) {
        ops.respond(looked, null, open, 1, y);
      }
    }
    return y;
  }

  @Override
  public Tensor jvp(Tensor dx, Pass pass) {
    if (gates == null) {
      return null;
    }
    ops.scaleRows(looked, open, 1, change);
    return change;
  }

  /** The response's part of a pass in which it learns alone. */
  private void responseBackward(Tensor dy, Pass pass) {
    keep(dHyper, pass.beta());
    ops.respondBackward(dy, looked, null, open, 1, gates.gradient(), 1, 0, null);
    gates.backward(pass);
    ops.gatherBackward(looked, hyper, words, keep, null, null, pass.alpha(), dHyper);
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    Tensor gradient = null;
    if (pass.parted() && !pass.learnsGeneral()) {
      if (gates != null) {
        responseBackward(dy, pass);
      }
      return null;
    }
    if (pass.learns() == Pass.Learns.GENERAL) {
      plan();
      if (!tied) {
        keep(dElem, pass.beta());
      }
      ops.gatherBackward(dy, elem, words, keep, null, null, pass.alpha(), dElem);
      return null;
    }
    if (pass.training()) {
      gradient = table.gradient();
      plan();
      if (!tied) {
        keep(dElem, pass.beta());
      }
      if (gates != null) {
        keep(dHyper, pass.beta());
      }
    } else if (gates == null) {
      return null;
    }
    Tensor dGates = gates == null ? null : gates.gradient();
    ops.gatherBackward(dy, table.value(), words, keep, open, dGates, pass.alpha(), gradient);
    if (gates != null) {
      gates.backward(pass);
    }
    return null;
  }

  /** x ← beta·x. */
  private void keep(Tensor x, float beta) {
    if (beta == 0) {
      ops.fill(x, 0);
    } else {
      ops.axpy(beta - 1, x, x);
    }
  }

  /** Views of the table's halves, once it has its place. */
  private void plan() {
    if (elem == null) {
      elem = table.value().rows(0, vocabulary);
      dElem = table.gradient().rows(0, vocabulary);
      hyper = gates == null ? null : table.value().rows(vocabulary, 2 * vocabulary);
      dHyper = gates == null ? null : table.gradient().rows(vocabulary, 2 * vocabulary);
    }
  }

  /**
   * Lets a decoder use the table too: in a backward pass it comes first, and begins the gradient of
   * the elem half that this layer then adds to.
   */
  void tie() {
    tied = true;
  }

  /** The vectors without the response [V, dim]. */
  Tensor elem() {
    plan();
    return elem;
  }

  /** The gradient of {@link #elem} [V, dim]. */
  Tensor elemGradient() {
    plan();
    return dElem;
  }

  int vocabulary() {
    return vocabulary;
  }

  int dim() {
    return dim;
  }
}

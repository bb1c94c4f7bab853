package org.selftuning.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.selftuning.graph.Initializer;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * What the gates of a network see of its hyperparameters: all of them, z itself; or, where some are
 * vectors, m combinations, so that the gate matrices of all layers have rank m at most:
 *
 * <pre>  s = (a ⊙ z)·Pᵀ,   [v | c] = s·[V; C]ᵀ </pre>
 *
 * <p>P [m, n] begins with a row for each hyperparameter that is no vector, which keeps it as it is,
 * and {@value #RANK} rows N(0, 1) over the n_v elements of vectors. It learns as the gate matrices
 * do. a is 1 for a hyperparameter that is no vector and 1/√n_v for an element of one, so that
 * neither s nor a step of P grows with n_v.
 */
public final class GateInputs {
  /** The name of P among the parameters. */
  public static final String PROJECTION = "gates.projection";

  /** What the names of gates begin with that see one hyperparameter or vector; its name follows. */
  public static final String GATE_OF = "gate of ";

  /** The combinations of the elements of vectors that gates see. */
  static final int RANK = 16;

  /** Which hyperparameter or vector the gates of this name see alone; empty for all of them. */
  public static Optional<String> seen(String gates) {
    int at = gates.indexOf("." + GATE_OF);
    return at < 0 ? Optional.empty() : Optional.of(gates.substring(at + 1 + GATE_OF.length()));
  }

  private final Binding binding;
  private final int width;
  private Parameter projection;
  private Tensor scale;
  private Tensor scaled;
  private Tensor perExample;
  private Tensor gradient;

  /** Before any layer is bound; {@link #bind} is for when all are. */
  GateInputs(Binding binding, HyperparameterSpace space) {
    this.binding = binding;
    width = width(space);
  }

  /** The number m of columns of a gate matrix. */
  public static int width(HyperparameterSpace space) {
    int vectors = inVectors(space);
    return vectors <= RANK ? space.size() : space.size() - vectors + RANK;
  }

  private static int inVectors(HyperparameterSpace space) {
    return space.parts().stream()
        .filter(HyperparameterSpace.Part::vector)
        .mapToInt(HyperparameterSpace.Part::size)
        .sum();
  }

  /** The number of weights in P; 0 where gates see z itself. */
  public static long parameters(HyperparameterSpace space) {
    int m = width(space);
    return m == space.size() ? 0 : (long) m * space.size();
  }

  /** Whether gates see combinations. */
  boolean combines() {
    return width < binding.hyperparameters();
  }

  int width() {
    return width;
  }

  /** Declares P, after all other parameters, if gates see combinations. */
  void bind(HyperparameterSpace space) {
    if (!combines()) {
      return;
    }
    projection = binding.projection(width, space.size(), start(space));
    scale = binding.tensor(1, space.size());
    scale.write(scale(space));
    scaled = binding.tensor(binding.batch(), space.size());
    perExample = binding.tensor(binding.batch(), width);
    gradient = binding.tensor(binding.batch(), width);
  }

  private static float[] scale(HyperparameterSpace space) {
    float[] scale = new float[space.size()];
    float each = (float) (1 / Math.sqrt(inVectors(space)));
    for (HyperparameterSpace.Part part : space.parts()) {
      Arrays.fill(scale, part.from(), part.from() + part.size(), part.vector() ? each : 1);
    }
    return scale;
  }

  /** Returns the matrix [m, n] that turns z into s. */
  public static float[] matrix(float[] p, HyperparameterSpace space) {
    float[] scale = scale(space);
    float[] matrix = p.clone();
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] *= scale[i % scale.length];
    }
    return matrix;
  }

  private static Initializer start(HyperparameterSpace space) {
    List<Integer> kept = new ArrayList<>();
    List<Integer> combined = new ArrayList<>();
    for (HyperparameterSpace.Part part : space.parts()) {
      for (int i = part.from(); i < part.from() + part.size(); i++) {
        (part.vector() ? combined : kept).add(i);
      }
    }
    return new Initializer.Combinations(space.size(), kept, combined);
  }

  /** Begins a pass. */
  void begin(Pass pass) {
    if (projection != null && pass.z() != null) {
      Ops ops = binding.ops();
      ops.scaleRows(pass.z(), scale, 1, scaled(pass));
      ops.matmul(scaled(pass), false, projection.value(), true, 1, 0, of(pass));
      if (pass.learnsResponse() || pass.dz() != null) {
        ops.fill(gradient(pass), 0);
      }
    }
  }

  private Tensor scaled(Pass pass) {
    return scaled.rows(0, pass.z().shape().dim(0));
  }

  /** What gates see in this pass [G, m]. */
  Tensor of(Pass pass) {
    return projection == null || pass.z() == null
        ? pass.z()
        : perExample.rows(0, pass.z().shape().dim(0));
  }

  /** Where a backward pass adds ∂loss/∂s [G, m]; null where it is of no use. */
  Tensor gradient(Pass pass) {
    if (projection == null || pass.z() == null) {
      return pass.dz();
    }
    return pass.learnsResponse() || pass.dz() != null
        ? gradient.rows(0, pass.z().shape().dim(0))
        : null;
  }

  /** Ends a backward pass: the gradient goes to P in training, to z in validation. */
  void end(Pass pass) {
    if (projection == null || pass.z() == null) {
      return;
    }
    Ops ops = binding.ops();
    Tensor scaled = scaled(pass);
    if (pass.learnsResponse()) {
      ops.matmul(
          gradient(pass), true, scaled, false, pass.alpha(), pass.beta(), projection.gradient());
    } else if (pass.dz() != null) {
      ops.matmul(gradient(pass), false, projection.value(), false, 1, 0, scaled);
      ops.scaleRows(scaled, scale, 1, scaled);
      ops.axpy(1, scaled, pass.dz());
    }
  }
}

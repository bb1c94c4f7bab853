package org.selftuning.layer;

import java.util.EnumMap;
import java.util.Map;
import org.selftuning.graph.Execution;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.graph.Passes;
import org.selftuning.graph.Plan;
import org.selftuning.graph.Rows;
import org.selftuning.graph.Type;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** A bound loss that is nothing but its formula. A row whose first target is NaN is padding. */
final class BoundFormulaLoss implements BoundLoss {
  private final Ops ops;
  private final Graph graph;
  private final Node outputs;
  private final Node targets;
  private final Passes passes;
  private final boolean classifies;
  private final Map<Rows, Execution> training = new EnumMap<>(Rows.class);
  private final Execution resting;

  /** 1/R for each of R rows: the gradient of their mean. */
  private final Tensor share;

  private final Tensor column;

  /** What one minibatch adds to a score [3], and views of the first and the last of it. */
  private final Tensor counted;

  private final Tensor sum;
  private final Tensor rows;
  private Tensor losses;

  BoundFormulaLoss(Binding binding, Loss loss, Shape output) {
    ops = binding.ops();
    classifies = loss.classifies();
    graph = new Graph(binding.setting());
    Type type = binding.type(output);
    outputs = graph.input("y", type);
    int rows = outputs.extents().dim(0);
    int each = loss.target(output).size() * binding.batch() / rows;
    targets = graph.input("targets", new Type(type.rows(), Shape.of(each)));
    Node cost = loss.apply(graph, outputs, graph.numberOrZero(targets));
    if (cost.rows() != type.rows() || cost.shape().size() != 1) {
      throw new IllegalArgumentException(
          Components.word(loss)
              + " must be one number for each row of the output, not "
              + cost.type()
              + "; take columnMean() last");
    }
    Node first = targets.columns(0, 1);
    share = binding.tensor(rows);
    ops.fill(share, 1f / rows);
    passes = new Passes(outputs, cost.flatten().times(graph.isNumber(first)), true);
    for (Rows values :
        graph.responds() ? new Rows[] {Rows.ONE, Rows.BATCH} : new Rows[] {Rows.ONE}) {
      training.put(values, execution(passes.training(values)));
    }
    resting = execution(passes.validation(Rows.ONE));
    column = binding.tensor(rows, 1);
    counted = binding.tensor(3);
    sum = counted.rows(0, 1);
    this.rows = counted.rows(2, 3);
  }

  private Execution execution(org.selftuning.graph.Pass pass) {
    Execution execution = Execution.alone(new Plan(pass, null, passes.dOutput()), ops);
    execution.bind(passes.dOutput(), share);
    return execution;
  }

  @Override
  public Tensor judge(Tensor y, Tensor target, Tensor score, Pass pass) {
    Execution execution = resting;
    if (pass.training()) {
      boolean one = pass.values() == null || pass.values().shape().dim(0) == 1;
      Rows values = one ? Rows.ONE : Rows.BATCH;
      execution = training.get(values);
      if (pass.values() != null) {
        execution.bind(graph.values(values), pass.values());
      }
    }
    execution.bind(outputs, y);
    execution.bind(targets, target);
    losses = execution.forward();
    add(y, target, score);
    return pass.mode() == Pass.Mode.EVALUATE ? null : execution.backward(1, 0);
  }

  private void add(Tensor y, Tensor target, Tensor score) {
    Tensor matrix = target.reshape(share.size(), target.size() / share.size());
    ops.copyColumns(matrix, 0, column, 0, 1);
    ops.fill(counted, 0);
    if (classifies) { // counts right answers, and rows
      ops.softmaxCrossEntropy(y, column, 1, null, null, counted);
    } else {
      ops.apply(Elementary.IS_NUMBER, column, column);
      ops.columnSums(column, 1, 0, rows);
    }
    ops.columnSums(losses, 1, 0, sum);
    ops.axpy(1, counted, score);
  }

  @Override
  public Tensor losses() {
    return losses;
  }
}

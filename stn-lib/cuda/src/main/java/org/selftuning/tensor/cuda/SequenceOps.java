package org.selftuning.tensor.cuda;

import org.selftuning.tensor.Tensor;

/** Words and long short-term memory. */
abstract class SequenceOps extends ImageOps {

  SequenceOps(Machine machine) {
    super(machine);
  }

  /** Rows of a table, or of each half of it where it is gated. */
  private static int words(Tensor table, Tensor gates) {
    return table.shape().dim(0) / (gates == null ? 1 : 2);
  }

  private static int groups(Tensor gates, int columns) {
    return gates == null ? 1 : gates.size() / columns;
  }

  @Override
  public void gather(Tensor table, Tensor index, Tensor keep, Tensor gates, Tensor y) {
    int columns = table.shape().dim(1);
    each(
        "lookUp",
        y.size(),
        table,
        index,
        keep,
        gates,
        y,
        y.size(),
        columns,
        words(table, gates),
        groups(gates, columns));
  }

  @Override
  public void gatherBackward(
      Tensor dy,
      Tensor table,
      Tensor index,
      Tensor keep,
      Tensor gates,
      Tensor dGates,
      float alpha,
      Tensor dTable) {
    int columns = table.shape().dim(1);
    int words = words(table, gates);
    int groups = groups(gates, columns);
    int rows = index.size();
    if (gates != null) {
      each(
          "lookUpGates",
          (long) groups * columns,
          dy,
          table,
          index,
          keep,
          dGates,
          rows,
          columns,
          words,
          groups);
    }
    if (dTable != null) {
      Arguments.Address next = room("next", (long) rows * Integer.BYTES);
      Arguments.Address first = room("first", (long) rows * Integer.BYTES);
      launch("chainWords", rows, index, next, first, rows);
      launch(
          "lookUpTable",
          rows,
          dy,
          index,
          keep,
          gates,
          alpha,
          dTable,
          next,
          first,
          rows,
          columns,
          words,
          groups);
    }
  }

  @Override
  public void lstmCell(
      Tensor x,
      Tensor products,
      Tensor bias,
      Tensor gates,
      Tensor before,
      Tensor activations,
      Tensor c,
      Tensor h) {
    int units = c.shape().dim(1);
    each(
        "lstmCell",
        c.size(),
        x,
        products,
        bias,
        gates,
        before,
        activations,
        c,
        h,
        c.shape().dim(0),
        units,
        groups(gates, 8 * units));
  }

  @Override
  public void lstmCellBackward(
      Tensor dy,
      Tensor dh,
      Tensor dc,
      Tensor activations,
      Tensor before,
      Tensor c,
      Tensor gates,
      Tensor dx,
      Tensor dProducts) {
    int units = c.shape().dim(1);
    each(
        "lstmCellBackward",
        c.size(),
        dy,
        dh,
        dc,
        activations,
        before,
        c,
        gates,
        dx,
        dProducts,
        c.shape().dim(0),
        units,
        groups(gates, 8 * units));
  }

  /** How {@link #lstmCell} moves with its sums and with the last c. */
  public void lstmCellTangent(
      Tensor activations, Tensor before, Tensor c, Tensor da, Tensor dc, Tensor dh) {
    int units = c.shape().dim(1);
    int rows = c.shape().dim(0);
    each("lstmCellTangent", c.size(), activations, before, c, da, dc, dh, rows, units);
  }
}

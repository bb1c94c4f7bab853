package org.selftuning.tensor.cuda;

import org.selftuning.tensor.Tensor;

/** Gated layers and batch normalization: what adds up down the columns of matrices. */
abstract class ColumnOps extends ArithmeticOps {

  ColumnOps(Machine machine) {
    super(machine);
  }

  private Division division(int rows, int columns, int groups, int rowsPerExample) {
    return Division.of(rows, columns, groups, rowsPerExample, machine);
  }

  private Arguments.Address partial(Division d) {
    return room("partial", d.bytes());
  }

  @Override
  public void columnSums(Tensor x, float alpha, float beta, Tensor sum) {
    Division d = division(x.size() / sum.size(), sum.size(), 1, 1);
    Arguments.Address partial = partial(d);
    launch("sumRowsParts", d.blocks(), x, partial, d.rows(), d.columns(), d.parts(), d.tile());
    sumParts(d, partial, alpha, beta, sum);
  }

  private void sumParts(
      Division d, Arguments.Address partial, float alpha, float beta, Tensor sum) {
    launch(
        "sumRows",
        d.wholeBlocks(),
        partial,
        alpha,
        beta,
        sum,
        d.columns(),
        d.parts(),
        d.wholeTile());
  }

  @Override
  public void gate(Tensor products, Tensor bias, Tensor gates, int rowsPerExample, Tensor y) {
    int columns = bias.size() / 2;
    int groups = gates.size() / (2 * columns);
    each("gate", y.size(), products, bias, gates, y, y.size(), columns, rowsPerExample, groups);
  }

  @Override
  public void gateBackward(
      Tensor dy,
      Tensor products,
      Tensor bias,
      Tensor gates,
      int rowsPerExample,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dBias) {
    int columns = bias.size() / 2;
    Division d =
        division(dy.size() / columns, columns, gates.size() / (2 * columns), rowsPerExample);
    Arguments.Address partial = partial(d);
    launch(
        "gateBackwardParts",
        d.blocks(),
        dy,
        products,
        gates,
        partial,
        d.rows(),
        columns,
        d.groups(),
        rowsPerExample,
        d.parts(),
        d.tile());
    launch(
        "gateBackward",
        d.wholeBlocks(),
        partial,
        bias,
        gates,
        dGates,
        alpha,
        beta,
        dBias,
        d.rows(),
        columns,
        d.groups(),
        rowsPerExample,
        d.parts(),
        d.wholeTile());
  }

  /** y ← y + v ⊙ H + c ⊙ h; gates [G, 2C], or [G, C] where hyperBias is null. */
  public void respond(Tensor hyper, Tensor hyperBias, Tensor gates, int rowsPerExample, Tensor y) {
    int width = gates.shape().dim(-1);
    int columns = hyperBias == null ? width : width / 2;
    int groups = gates.size() / width;
    each(
        "respond", y.size(), hyper, hyperBias, gates, y, y.size(), columns, rowsPerExample, groups);
  }

  /** The derivatives of {@link #respond}; hyper becomes its gradient. */
  public void respondBackward(
      Tensor dy,
      Tensor hyper,
      Tensor hyperBias,
      Tensor gates,
      int rowsPerExample,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dHyperBias) {
    int width = gates.shape().dim(-1);
    int columns = hyperBias == null ? width : width / 2;
    Division d = division(dy.size() / columns, columns, gates.size() / width, rowsPerExample);
    Arguments.Address partial = partial(d);
    launch(
        "respondBackwardParts",
        d.blocks(),
        dy,
        hyper,
        gates,
        width,
        partial,
        d.rows(),
        columns,
        d.groups(),
        rowsPerExample,
        d.parts(),
        d.tile());
    launch(
        "respondBackward",
        d.wholeBlocks(),
        partial,
        hyperBias,
        gates,
        dGates,
        alpha,
        beta,
        dHyperBias,
        d.rows(),
        columns,
        d.groups(),
        rowsPerExample,
        d.parts(),
        d.wholeTile());
  }

  @Override
  public void collapseWeight(Tensor weight, Tensor gates, Tensor collapsed) {
    int columns = collapsed.size() / collapsed.shape().dim(0);
    each("collapseWeight", collapsed.size(), weight, gates, collapsed, collapsed.size(), columns);
  }

  @Override
  public void collapseBias(Tensor bias, Tensor gates, Tensor collapsed) {
    each("collapseBias", collapsed.size(), bias, gates, collapsed, collapsed.size());
  }

  @Override
  public void moments(Tensor x, Tensor mean, Tensor variance) {
    int columns = mean.size();
    int rows = x.size() / columns;
    columnSums(x, 1f / rows, 0, mean);
    Division d = division(rows, columns, 1, 1);
    Arguments.Address partial = partial(d);
    launch("squareRowsParts", d.blocks(), x, mean, partial, rows, columns, d.parts(), d.tile());
    sumParts(d, partial, 1f / rows, 0, variance);
  }

  @Override
  public void normalize(
      Tensor x,
      Tensor mean,
      Tensor variance,
      float epsilon,
      Tensor factors,
      int rowsPerExample,
      Tensor y) {
    int columns = factors.shape().dim(-1) / 2;
    int groups = factors.size() / (2 * columns);
    each(
        "normalize",
        x.size(),
        x,
        mean,
        variance,
        epsilon,
        factors,
        y,
        x.size(),
        columns,
        rowsPerExample,
        groups);
  }

  @Override
  public void normalizeBackward(
      Tensor dy,
      Tensor x,
      Tensor mean,
      Tensor variance,
      float epsilon,
      Tensor factors,
      int rowsPerExample,
      Tensor dFactors,
      Tensor dx) {
    int columns = factors.shape().dim(-1) / 2;
    int groups = factors.size() / (2 * columns);
    Division d = division(x.size() / columns, columns, groups, rowsPerExample);
    Arguments.Address partial = partial(d);
    Arguments.Address along = room("along", 2L * columns * Float.BYTES);
    launch(
        "normalizeParts",
        d.blocks(),
        dy,
        x,
        mean,
        variance,
        epsilon,
        partial,
        d.rows(),
        columns,
        groups,
        rowsPerExample,
        d.parts(),
        d.tile());
    launch(
        "normalizeSums",
        d.wholeBlocks(),
        partial,
        factors,
        dFactors,
        along,
        d.rows(),
        columns,
        groups,
        rowsPerExample,
        d.parts(),
        d.wholeTile());
    if (dx != null) {
      each(
          "normalizeBackward",
          x.size(),
          dy,
          x,
          mean,
          variance,
          epsilon,
          factors,
          along,
          dx,
          x.size(),
          columns,
          rowsPerExample,
          groups);
    }
  }
}

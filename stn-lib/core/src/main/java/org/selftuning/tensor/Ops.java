package org.selftuning.tensor;

/**
 * What an engine must be able to do: about forty primitives, shaped for gated networks. Shapes are
 * given in brackets; every matrix is row-major. An operation writes its last arguments and, where
 * it is not said otherwise, must not be given one tensor as both input and output.
 *
 * <p><b>Rows and examples.</b> Activations are matrices of rows [R, C]. Row r of a layer's output
 * belongs to example {@code (r / rowsPerExample) % G} of G: dense layers have rowsPerExample = 1
 * and R = G; an image of P positions has rowsPerExample = P; a sequence of T steps with G columns
 * has R = T·G and rowsPerExample = 1. A matrix with G = 1 serves all rows alike.
 *
 * <p><b>Gradients</b> of parameters are accumulated as {@code g ← beta·g + alpha·(new gradient)},
 * so that momentum costs nothing.
 *
 * <p>Not thread-safe: one engine belongs to one training thread at a time. Only {@link #close} may
 * be called by any thread at any time: an operation that has begun ends before memory is freed, and
 * later ones throw a {@link ClosedException}, as those do that are given a tensor of an engine that
 * is closed.
 */
public interface Ops extends AugmentationOps, AutoCloseable {

  /** When the memory of this engine may be used. */
  Lifetime lifetime();

  /** The device this engine runs on. */
  Device device();

  /**
   * Returns a new tensor of zeros.
   *
   * @throws OutOfDeviceMemory if the device has no room for it
   */
  Tensor tensor(int... dims);

  /** Bytes allocated for tensors so far. */
  long allocatedBytes();

  /**
   * Makes a step ready to be run many times: running what is returned does what {@code step} does.
   * An engine may keep the operations of an early run and repeat them without asking {@code step}
   * again. So the step reads no tensor and writes none from the host, and whatever else it decides
   * or passes as a number stays; only random streams advance from run to run.
   *
   * @param step operations of this engine
   */
  default Runnable record(Runnable step) {
    return step;
  }

  /** Frees every tensor of this engine; see {@link Lifetime#close}. */
  @Override
  default void close() {
    lifetime().close("the engine is closed; open another one with Device.open()");
  }

  // Copying and simple arithmetic

  /** x ← value. */
  void fill(Tensor x, float value);

  /** to ← from, element by element; the sizes are the same. */
  void copy(Tensor from, Tensor to);

  /** y ← y + a·x (x may be y). */
  void axpy(float a, Tensor x, Tensor y);

  /** y ← a·x, element by element (x may not be y). */
  default void scale(float a, Tensor x, Tensor y) {
    fill(y, 0);
    axpy(a, x, y);
  }

  /** c ← alpha·op(a)·op(b) + beta·c, where op transposes if told to; c [M, N]. */
  void matmul(
      Tensor a,
      boolean transposeA,
      Tensor b,
      boolean transposeB,
      float alpha,
      float beta,
      Tensor c);

  /** y[r, :] ← x[r, :] + row; x, y [R, C] (x may be y), row [C]. */
  void addBias(Tensor x, Tensor row, Tensor y);

  /** sum ← beta·sum + alpha·Σ_r x[r, :]; x [R, C], sum [C]. */
  void columnSums(Tensor x, float alpha, float beta, Tensor sum);

  /**
   * y[r, :] ← x[r, :] ⊙ factor[(r / rowsPerExample) % G, :]; factor [G, C], x and y in rows of C,
   * whatever their shape (x may be y).
   */
  void scaleRows(Tensor x, Tensor factor, int rowsPerExample, Tensor y);

  /** y ← f(x), element by element (x may be y). */
  void activate(Activation f, Tensor x, Tensor y);

  /** dx ← dy ⊙ f′, with f′ computed from the activation's output y (dy may be dx). */
  void activateBackward(Activation f, Tensor y, Tensor dy, Tensor dx);

  /** y ← f(x), element by element; y may be x. */
  void apply(Elementary f, Tensor x, Tensor y);

  /** to[r, at + c] ← from[r, first + c] for c in 0 … count − 1, in each row r. */
  void copyColumns(Tensor from, int first, Tensor to, int at, int count);

  /**
   * y[g, c, r, :] ← x[g, r, c, :], where x holds groups of {@code rows} rows of {@code columns}
   * vectors each; y is not x.
   */
  void transpose(Tensor x, int groups, int rows, int columns, Tensor y);

  // Attention

  /**
   * A product for each of some blocks of columns, side by side in a, b and c: c_i ←
   * op(a_i)·op(b_i), where op transposes if told to.
   *
   * @param a [M, blocks·K], or [K, blocks·M] if transposed
   * @param b [K, blocks·N], or [N, blocks·K] if transposed
   * @param c [M, blocks·N]
   */
  void matmulBlocks(
      int blocks, Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c);

  /**
   * The softmax of each {@code width} columns of a row, y_i ← exp(x_i) / Σ_j exp(x_j).
   *
   * @param x any shape, in rows of a multiple of width
   * @param causal whether rows are the steps of sequences, {@code width} of them, in their order,
   *     each step with the same number of rows; the columns of later steps are then left out, and
   *     their y is 0
   * @param y may be x
   */
  void softmax(Tensor x, int width, boolean causal, Tensor y);

  /**
   * The derivative of {@link #softmax}: dx_i ← y_i·(dy_i − Σ_j y_j·dy_j), for each {@code width}
   * columns of a row; dx may be dy.
   */
  void softmaxBackward(Tensor y, Tensor dy, int width, Tensor dx);

  // Gated layers

  /**
   * The gate: with products = [E | H], gates = [v | c] and bias = [e | h],
   *
   * <pre>  y = E + e + v ⊙ H + c ⊙ h </pre>
   *
   * <p>products [R, 2C], bias [2C], gates [G, 2C], y [R, C].
   */
  void gate(Tensor products, Tensor bias, Tensor gates, int rowsPerExample, Tensor y);

  /**
   * The gate's derivatives. Reads the products of the forward pass and overwrites them with their
   * gradient [dy | v ⊙ dy].
   *
   * @param dy [R, C]
   * @param products [R, 2C], in: E and H; out: their gradients
   * @param bias [2C]
   * @param gates [G, 2C]
   * @param rowsPerExample adjacent rows of one example
   * @param dGates [G, 2C]: [Σ dy ⊙ H | Σ dy ⊙ h], summed over the rows of each example
   * @param alpha scale of the bias gradient
   * @param beta what is kept of the last bias gradient
   * @param dBias [2C]: [Σ dy | Σ c ⊙ dy], or null where none is wanted
   */
  void gateBackward(
      Tensor dy,
      Tensor products,
      Tensor bias,
      Tensor gates,
      int rowsPerExample,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dBias);

  /**
   * What gates add to a product, on its own: with gates = [v | c],
   *
   * <pre>  y ← y + v ⊙ H + c ⊙ h </pre>
   *
   * @param hyper H [R, C]
   * @param hyperBias h [C]; null where there is none
   * @param gates [G, 2C]; v alone [G, C] where hyperBias is null
   * @param rowsPerExample adjacent rows of one example
   * @param y [R, C]
   */
  void respond(Tensor hyper, Tensor hyperBias, Tensor gates, int rowsPerExample, Tensor y);

  /**
   * The derivatives of {@link #respond}. Reads H and overwrites it with its gradient v ⊙ dy.
   *
   * @param dy [R, C]
   * @param hyper [R, C], in: H; out: its gradient
   * @param hyperBias h [C], or null
   * @param gates as there
   * @param rowsPerExample adjacent rows of one example
   * @param dGates of the gates' shape: [Σ dy ⊙ H | Σ dy ⊙ h], summed over the rows of each example
   * @param alpha scale of the bias gradient
   * @param beta what is kept of the last bias gradient
   * @param dHyperBias [C]: Σ c ⊙ dy; null where hyperBias is
   */
  void respondBackward(
      Tensor dy,
      Tensor hyper,
      Tensor hyperBias,
      Tensor gates,
      int rowsPerExample,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dHyperBias);

  /**
   * One network for all examples: collapsed ← E + diag(v)·H; weight = [E; H] [2C, K], gates [1, 2C]
   * of which the first C are v, collapsed [C, K].
   */
  void collapseWeight(Tensor weight, Tensor gates, Tensor collapsed);

  /** collapsed ← e + c ⊙ h; bias = [e | h] [2C], gates = [v | c] [1, 2C], collapsed [C]. */
  void collapseBias(Tensor bias, Tensor gates, Tensor collapsed);

  // Images: B images of H × W pixels with C channels, channels last, as [B, H, W, C]

  /**
   * The convolution (cross-correlation) of images with filters:
   *
   * <pre>  y[b, i, j, o] = Σ_u,v,c x[b, i·stride + u − padding, j·stride + v − padding, c]
   *                                 · filters[o, u, v, c] </pre>
   *
   * <p>x [B, H, W, C]; filters [O, K] with K = size·size·C, a filter a row; y [B, H′, W′, O].
   */
  void convolve(Tensor x, Tensor filters, Window window, Tensor y);

  /** dx ← the gradient of {@link #convolve} with respect to x; shapes as there. */
  void convolveBackwardInput(Tensor dy, Tensor filters, Window window, Tensor dx);

  /**
   * dFilters ← beta·dFilters + alpha·(the gradient of {@link #convolve} with respect to the
   * filters); shapes as there.
   */
  void convolveBackwardFilters(
      Tensor dy, Tensor x, Window window, float alpha, float beta, Tensor dFilters);

  /**
   * A convolution of each channel on its own (depthwise): y[b, i, j, r] ← Σ_uv x[b, i·stride + u −
   * padding, j·stride + v − padding, r mod C]·filters[r, u, v].
   *
   * @param x [B, H, W, C]
   * @param filters [R, size, size], R a multiple of C
   * @param y [B, H′, W′, R]
   */
  void convolveChannels(Tensor x, Tensor filters, Window window, Tensor y);

  /** dx ← the gradient of {@link #convolveChannels} with respect to x; shapes as there. */
  void convolveChannelsBackwardInput(Tensor dy, Tensor filters, Window window, Tensor dx);

  /**
   * dFilters ← beta·dFilters + alpha·(the gradient of {@link #convolveChannels} with respect to the
   * filters); shapes as there.
   */
  void convolveChannelsBackwardFilters(
      Tensor dy, Tensor x, Window window, float alpha, float beta, Tensor dFilters);

  /** y ← the largest value in each window, channel by channel; x [B, H, W, C], y [B, H′, W′, C]. */
  void maxPool(Tensor x, Window window, Tensor y);

  /**
   * dx ← dy where x was the largest value of its window, the first of equals, and 0 elsewhere;
   * windows that overlap add up.
   *
   * @param x the input of {@link #maxPool} [B, H, W, C]
   * @param y its output [B, H′, W′, C]
   * @param dy gradient of y
   * @param window the window, without padding
   * @param dx gradient of x
   */
  void maxPoolBackward(Tensor x, Tensor y, Tensor dy, Window window, Tensor dx);

  /**
   * How {@link #maxPool} moves with its input: dy ← dx where x was the largest value of the window,
   * the first of equals.
   *
   * @param x the input of {@link #maxPool} [B, H, W, C]
   * @param y its output [B, H′, W′, C]
   * @param dx the input's change [B, H, W, C]
   * @param window the window, without padding
   * @param dy the output's change [B, H′, W′, C]
   */
  void maxPoolTangent(Tensor x, Tensor y, Tensor dx, Window window, Tensor dy);

  /** y ← the mean of each window, channel by channel; x [B, H, W, C], y [B, H′, W′, C]. */
  void averagePool(Tensor x, Window window, Tensor y);

  /** dx ← the gradient of {@link #averagePool}: dy divided among the values of each window. */
  void averagePoolBackward(Tensor dy, Window window, Tensor dx);

  // Sequences: rows t·B + b

  /**
   * Looks words up: with i = index[r], table = [E; H] and v = gates[r % G, :],
   *
   * <pre>  y[r, :] ← keep[i] · (E[i, :] + v ⊙ H[i, :]) </pre>
   *
   * @param table [2N, C], or [N, C] where nothing is gated
   * @param index [R], whole numbers as floats
   * @param keep [N], a factor for each row of the table, or null for 1
   * @param gates [G, C], or null where nothing is gated
   * @param y [R, C]
   * @throws IndexOutOfBoundsException if the table has no such row, where the engine can tell
   */
  void gather(Tensor table, Tensor index, Tensor keep, Tensor gates, Tensor y);

  /**
   * The derivatives of {@link #gather}.
   *
   * @param dy [R, C]
   * @param dGates [G, C]: Σ keep[i]·dy ⊙ H[i, :] over the rows of each example; null where nothing
   *     is gated
   * @param alpha scale of the table's gradient
   * @param dTable of the table's shape, to which alpha times its gradient is <em>added</em>; null
   *     where none is wanted
   */
  void gatherBackward(
      Tensor dy,
      Tensor table,
      Tensor index,
      Tensor keep,
      Tensor gates,
      Tensor dGates,
      float alpha,
      Tensor dTable);

  /**
   * One step of a long short-term memory. With a = x + {@link #gate}(products, bias, gates) = [f |
   * i | o | g],
   *
   * <pre>  c ← σ(f) ⊙ before + σ(i) ⊙ tanh(g)        h ← σ(o) ⊙ tanh(c) </pre>
   *
   * @param x what the step's input adds to a [B, 4H]
   * @param products of the last h: [B, 8H], or [B, 4H] to be added as it is where gates is null
   * @param bias [8H]; null where gates is null
   * @param gates [G, 8H], or null
   * @param before the last c [B, H]
   * @param activations [B, 4H]: σ(f), σ(i), σ(o), tanh(g); may be x
   * @param c [B, H]
   * @param h [B, H]
   */
  void lstmCell(
      Tensor x,
      Tensor products,
      Tensor bias,
      Tensor gates,
      Tensor before,
      Tensor activations,
      Tensor c,
      Tensor h);

  /**
   * The derivatives of {@link #lstmCell}, where h is used twice: as the step's output and by the
   * next step.
   *
   * @param dy gradient of h as the output [B, H]
   * @param dh gradient of h from the next step [B, H]
   * @param dc in: gradient of c from the next step; out: gradient of {@code before} [B, H]
   * @param activations of the forward step [B, 4H]
   * @param before the last c [B, H]
   * @param c of the forward step [B, H]
   * @param gates [G, 8H], or null
   * @param dx gradient of a [B, 4H]; may be activations
   * @param dProducts gradient of the products [B, 8H]: [dx | v ⊙ dx]; null where none is wanted
   */
  void lstmCellBackward(
      Tensor dy,
      Tensor dh,
      Tensor dc,
      Tensor activations,
      Tensor before,
      Tensor c,
      Tensor gates,
      Tensor dx,
      Tensor dProducts);

  /**
   * How {@link #lstmCell} moves with its sums a and with the last c: with activations = [f | i | o
   * | g], and da = [f′ | i′ | o′ | g′],
   *
   * <pre>
   *   dc ← f ⊙ dc + f(1 − f) ⊙ before ⊙ f′ + i(1 − i) ⊙ g ⊙ i′ + i ⊙ (1 − g²) ⊙ g′
   *   dh ← o(1 − o) ⊙ tanh(c) ⊙ o′ + o ⊙ (1 − tanh(c)²) ⊙ dc
   * </pre>
   *
   * @param activations of the forward step [B, 4H]
   * @param before the last c [B, H]
   * @param c of the forward step [B, H]
   * @param da the change of the sums [B, 4H]
   * @param dc in: the change of {@code before}; out: that of c [B, H]
   * @param dh the change of h [B, H]
   */
  void lstmCellTangent(
      Tensor activations, Tensor before, Tensor c, Tensor da, Tensor dc, Tensor dh);

  // Batch normalization

  /** mean[c] ← the mean of column c, variance[c] ← its mean squared distance from it; x [R, C]. */
  void moments(Tensor x, Tensor mean, Tensor variance);

  /**
   * Normalizes columns, then scales and shifts the rows of each example:
   *
   * <pre>  x̂ = (x − mean) / √(variance + epsilon)        y = s ⊙ x̂ + t </pre>
   *
   * <p>x, y [R, C], mean, variance [C], factors = [s | t] [G, 2C].
   */
  void normalize(
      Tensor x,
      Tensor mean,
      Tensor variance,
      float epsilon,
      Tensor factors,
      int rowsPerExample,
      Tensor y);

  /**
   * The derivatives of {@link #normalize} where mean and variance are the {@link #moments} of x:
   * with d = s ⊙ dy,
   *
   * <pre>  dx = (d − (Σ_r d)/R − x̂ ⊙ (Σ_r d ⊙ x̂)/R) / √(variance + epsilon) </pre>
   *
   * @param dy [R, C]
   * @param x [R, C]
   * @param mean [C]
   * @param variance [C]
   * @param epsilon as in the forward pass
   * @param factors [G, 2C]
   * @param rowsPerExample adjacent rows of one example
   * @param dFactors [G, 2C]: [Σ dy ⊙ x̂ | Σ dy], summed over the rows of each example
   * @param dx [R, C], or null where it is not wanted
   */
  void normalizeBackward(
      Tensor dy,
      Tensor x,
      Tensor mean,
      Tensor variance,
      float epsilon,
      Tensor factors,
      int rowsPerExample,
      Tensor dFactors,
      Tensor dx);

  /**
   * Penalizes the squares of activations, or of their change: with s = strength[0, column] and d[r,
   * :] = x[r, :], or x[r, :] − x[r − lag, :] for the rows from lag on where lag is positive,
   *
   * <pre>  penalty ← s·mean(d²)        dx ← dy + ∂penalty/∂x </pre>
   *
   * @param x [R, …]
   * @param lag rows of a step, less than R; 0 for the activations themselves
   * @param strength [G, n]
   * @param dy of x's size
   * @param dx of x's size; may be dy
   * @param penalty [1]
   */
  void penalize(
      Tensor x, int lag, Tensor strength, int column, Tensor dy, Tensor dx, Tensor penalty);

  /**
   * The derivative of ½·a·Σw² + b·Σ|w|: gradient ← gradient + alpha·(a·w + b·sign(w)), with a =
   * squares[0, squareColumn] and b = absolutes[0, absoluteColumn]; w and gradient of one size.
   */
  void decay(
      Tensor w,
      Tensor squares,
      int squareColumn,
      Tensor absolutes,
      int absoluteColumn,
      float alpha,
      Tensor gradient);

  // Hyperparameters: columns of small matrices

  /**
   * z[g, j] ← λ[j] + softplus(ρ[j])·ε[g, j], with ε of row 0 for all rows where shared[j] is not 0;
   * lambda, rho, shared [n], epsilon, z [G, n].
   */
  void perturb(Tensor lambda, Tensor rho, Tensor epsilon, Tensor shared, Tensor z);

  /**
   * The derivatives of {@link #perturb}: dLambda[j] ← Σ_g dz[g, j] and dRho[j] ← sigmoid(ρ[j])·(Σ_g
   * dz[g, j]·ε[g, j] − entropyWeight/softplus(ρ[j])), the second term being that of
   * −entropyWeight·H with H = Σ_j log(softplus(ρ[j])·√(2πe)).
   */
  void perturbBackward(
      Tensor dz,
      Tensor rho,
      Tensor epsilon,
      Tensor shared,
      float entropyWeight,
      Tensor dLambda,
      Tensor dRho);

  /**
   * The score function's estimate (REINFORCE) of what {@link #perturbBackward} takes, for columns
   * in which the losses depend on z by steps: where scored[j] is not 0,
   *
   * <pre>  dz[g, j] ← (L_g − L̄)/(G − 1) · ε[g, j]/softplus(ρ[j]) </pre>
   *
   * <p>with L_g the mean of losses[r] over all r with r % G = g, and L̄ that of the L_g. The mean
   * loss of the <em>other</em> examples is each example's baseline, which leaves the estimates of
   * both dLambda and dRho unbiased.
   *
   * @param losses [R], R a multiple of G
   * @param rho [n]
   * @param epsilon [G, n], G at least 2
   * @param scored [n]
   * @param dz [G, n]; columns that are not scored stay as they are
   */
  void scoreGradient(Tensor losses, Tensor rho, Tensor epsilon, Tensor scored, Tensor dz);

  /**
   * values[g, j] ← the stretched sigmoid, softplus or identity of z[g, j] that maps the real line
   * onto (low[j], high[j]), rounded down and cut at floorTop[j] where that is finite; z, values [G,
   * n], low, high, floorTop [n].
   */
  void constrain(Tensor z, Tensor low, Tensor high, Tensor floorTop, Tensor values);

  /** dz ← dz ⊙ the derivative at z of {@link #constrain} without rounding; z, dz [G, n]. */
  void constrainBackward(Tensor z, Tensor low, Tensor high, Tensor dz);

  // Randomness

  /** x ← independent standard normal numbers. */
  void normal(RandomStream stream, Tensor x);

  /**
   * mask[m, c] ← 0 with probability p, otherwise 1/(1 − p), with p = rate[(m / rowsPerExample) % G,
   * column]; mask [M, C], rate [G, n]. The probability has a resolution of 2⁻¹⁶; p ≥ 1 gives zeros.
   * Rows are drawn one after another: a mask of M rows is the same as two of which the second
   * continues in the stream.
   */
  default void dropoutMask(
      RandomStream stream, Tensor rate, int column, int rowsPerExample, Tensor mask) {
    dropoutMask(stream, rate, column, rowsPerExample, mask, false);
  }

  /**
   * As {@link #dropoutMask(RandomStream, Tensor, int, int, Tensor)}; if {@code each}, every column
   * of the mask has a probability of its own, that of mask[m, c] being rate[(m / rowsPerExample) %
   * G, column + c].
   */
  void dropoutMask(
      RandomStream stream, Tensor rate, int column, int rowsPerExample, Tensor mask, boolean each);

  // Losses

  /**
   * The softmax cross-entropy. Rows whose label is NaN are padding: no loss, no gradient.
   *
   * @param logits [R, C]
   * @param labels [R], the index of the right class as a float
   * @param scale factor of the gradient, usually 1/R
   * @param dLogits [R, C]: scale·(softmax(logits) − one-hot), or null
   * @param losses [R]: the loss of each row, 0 for padding; or null
   * @param score [3], to which are added the sum of losses, the number of right answers, and the
   *     number of rows
   */
  void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float scale, Tensor dLogits, Tensor losses, Tensor score);

  /**
   * Smooths the labels of a cross-entropy after the fact: with s = smoothing[r % G, column],
   *
   * <pre>  dLogits[r, c] ← dLogits[r, c] + scale·s·(one-hot − 1/C) </pre>
   *
   * <p>as if each label were (1 − s)·one-hot + s/C. Rows whose label is NaN stay as they are.
   *
   * @param labels [R]
   * @param smoothing [G, n]
   * @param scale that of the cross-entropy's gradient
   * @param dLogits [R, C]
   */
  void smoothLabels(Tensor labels, Tensor smoothing, int column, float scale, Tensor dLogits);

  /**
   * The squared error Σ_c (y − t)² / C, of each row. Rows whose first target is NaN are padding.
   *
   * @param y [R, C]
   * @param targets [R, C]
   * @param scale factor of the gradient, usually 1/R
   * @param dy [R, C]: scale·2·(y − t)/C, or null
   * @param losses [R]: the loss of each row, 0 for padding; or null
   * @param score [3], to which are added the sum of losses, 0, and the number of rows
   */
  void squaredError(Tensor y, Tensor targets, float scale, Tensor dy, Tensor losses, Tensor score);

  // Optimizers; their state tensors have the shape of w

  /**
   * Adam (Kingma &amp; Ba 2015) with bias correction: count ← count + 1; m, v the moments;
   *
   * <pre>  w ← w − rate · m̂ / (√v̂ + epsilon) </pre>
   */
  void adam(
      Tensor w,
      Tensor g,
      Tensor m,
      Tensor v,
      Tensor count,
      float rate,
      float beta1,
      float beta2,
      float epsilon);

  /** RMSprop: v ← decay·v + (1 − decay)·g², then w ← w − rate·g/(√v + epsilon). */
  void rmsprop(Tensor w, Tensor g, Tensor v, float rate, float decay, float epsilon);

  /** g ← g·min(1, limit/‖g‖), with ‖·‖ the Euclidean norm over all of g. */
  void clipNorm(Tensor g, float limit);

  /**
   * Stochastic gradient descent with momentum and clipping, for a gradient that was not accumulated
   * by alpha and beta:
   *
   * <pre>  step ← momentum·step − rate·min(1, limit/‖g‖)·g        w ← w + step </pre>
   *
   * @param w the weights
   * @param g their gradient, which may be overwritten
   * @param step the last step; null where momentum is 0
   * @param rate the learning rate
   * @param momentum what is kept of the last step
   * @param limit the most that the gradient's norm may be; infinite for no limit
   */
  default void sgd(Tensor w, Tensor g, Tensor step, float rate, float momentum, float limit) {
    if (limit < Float.POSITIVE_INFINITY) {
      clipNorm(g, limit);
    }
    if (step == null) {
      axpy(-rate, g, w);
      return;
    }
    axpy(momentum - 1, step, step);
    axpy(-rate, g, step);
    axpy(1, step, w);
  }
}

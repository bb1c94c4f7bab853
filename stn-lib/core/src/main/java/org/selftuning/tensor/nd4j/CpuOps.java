package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.Lifetime;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OutOfDeviceMemory;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/**
 * The engine for the processor. Products are oneDNN's, through ND4J; everything else is one fused
 * loop an operation, a row at a time: rows are copied into small arrays on the heap, where the JIT
 * compiler vectorizes the loop over them, and back. (Loops directly over memory outside the heap
 * are not vectorized on JDK 17, and chains of ND4J operations cost 9 µs a link.)
 */
final class CpuOps implements Ops {
  /** Elements from which on ND4J adds faster than a loop: it goes straight over the memory. */
  private static final int LARGE = 64 * 1024;

  /** Bytes of the largest tensor: its elements are counted by an int. */
  private static final long LARGEST = (long) Float.BYTES * Integer.MAX_VALUE;

  private final CpuDevice device;
  private final List<CpuTensor> tensors = new ArrayList<>();
  private final WorkerPool workers;
  private final Products products;
  private final Convolutions convolutions;
  private final Elementwise elementwise;
  private final Gating gating;
  private final Responding responding;
  private final Depthwise depthwise;
  private final Pooling pooling;
  private final LstmCell lstmCell;
  private final Lookup lookup;
  private final Normalization normalization;
  private final Penalty penalty;
  private final Perturbing perturbing = new Perturbing();
  private final Masks masks;
  private final Augmentations augmentations;
  private final Softmax softmax;
  private final SquaredError squaredError;
  private final Descent descent;
  private final Lifetime lifetime = new Lifetime(this::free);
  private long allocated;

  CpuOps(CpuDevice device) {
    this.device = device;
    workers = new WorkerPool(device.threads());
    products = new Products(workers, this::tensor);
    convolutions = new Convolutions(products, workers, this::tensor);
    elementwise = new Elementwise(workers);
    gating = new Gating(workers);
    responding = new Responding(workers);
    depthwise = new Depthwise(workers);
    pooling = new Pooling(workers);
    lstmCell = new LstmCell(workers);
    lookup = new Lookup(workers);
    normalization = new Normalization(workers.own());
    penalty = new Penalty(workers);
    masks = new Masks(workers);
    augmentations = new Augmentations(workers);
    softmax = new Softmax(workers);
    squaredError = new SquaredError(workers.own());
    descent = new Descent(workers);
  }

  @Override
  public Lifetime lifetime() {
    return lifetime;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public CpuTensor tensor(int... dims) {
    Shape shape = Shape.of(dims);
    double wanted = Float.BYTES;
    for (int d : dims) {
      wanted *= d;
    }
    long limit = Long.getLong(CpuDevice.LIMIT, Long.MAX_VALUE);
    long free = Math.min(LARGEST, Math.min(CpuDevice.freeMemory(), Math.max(0, limit - allocated)));
    if (wanted > free) {
      throw new OutOfDeviceMemory("cpu", (long) wanted, free);
    }
    long bytes = (long) wanted;
    CpuTensor tensor = CpuTensor.zeros(shape, lifetime);
    tensors.add(tensor);
    allocated += bytes;
    return tensor;
  }

  @Override
  public long allocatedBytes() {
    return allocated;
  }

  private void free() {
    convolutions.close();
    products.close();
    tensors.forEach(CpuTensor::free);
    tensors.clear();
    allocated = 0;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  // Copying and simple arithmetic

  @Override
  public void fill(Tensor x, float value) {
    elementwise.fill(x, value);
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    buffer(to).put(0, buffer(from), 0, from.size());
  }

  @Override
  public void axpy(float a, Tensor x, Tensor y) {
    if (a == 1 && x.size() > LARGE) {
      workers.lead();
      ((CpuTensor) y).array().addi(((CpuTensor) x).array());
      return;
    }
    elementwise.axpy(a, x, y);
  }

  @Override
  public void scale(float a, Tensor x, Tensor y) {
    elementwise.scale(a, x, y);
  }

  @Override
  public void matmul(
      Tensor a,
      boolean transposeA,
      Tensor b,
      boolean transposeB,
      float alpha,
      float beta,
      Tensor c) {
    products.multiply(
        (CpuTensor) a, transposeA, (CpuTensor) b, transposeB, alpha, beta, (CpuTensor) c);
  }

  @Override
  public void addBias(Tensor x, Tensor row, Tensor y) {
    elementwise.addBias(x, row, y);
  }

  @Override
  public void columnSums(Tensor x, float alpha, float beta, Tensor sum) {
    elementwise.columnSums(x, alpha, beta, sum);
  }

  @Override
  public void scaleRows(Tensor x, Tensor factor, int rowsPerExample, Tensor y) {
    elementwise.scaleRows(x, factor, rowsPerExample, y);
  }

  @Override
  public void activate(Activation f, Tensor x, Tensor y) {
    elementwise.activate(f, x, y);
  }

  @Override
  public void activateBackward(Activation f, Tensor y, Tensor dy, Tensor dx) {
    elementwise.activateBackward(f, y, dy, dx);
  }

  @Override
  public void apply(Elementary f, Tensor x, Tensor y) {
    elementwise.apply(f, x, y);
  }

  @Override
  public void copyColumns(Tensor from, int first, Tensor to, int at, int count) {
    elementwise.copyColumns(from, first, to, at, count);
  }

  @Override
  public void transpose(Tensor x, int groups, int rows, int columns, Tensor y) {
    elementwise.transpose(x, groups, rows, columns, y);
  }

  // Attention

  @Override
  public void matmulBlocks(
      int blocks, Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
    products.multiplyBlocks(
        blocks, (CpuTensor) a, transposeA, (CpuTensor) b, transposeB, (CpuTensor) c);
  }

  @Override
  public void softmax(Tensor x, int width, boolean causal, Tensor y) {
    softmax.apply(x, width, causal, y);
  }

  @Override
  public void softmaxBackward(Tensor y, Tensor dy, int width, Tensor dx) {
    softmax.gradient(y, dy, width, dx);
  }

  // Gated layers

  @Override
  public void gate(Tensor products, Tensor bias, Tensor gates, int rowsPerExample, Tensor y) {
    gating.forward(products, bias, gates, rowsPerExample, y);
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
    gating.backward(dy, products, bias, gates, rowsPerExample, dGates, alpha, beta, dBias);
  }

  @Override
  public void respond(Tensor hyper, Tensor hyperBias, Tensor gates, int rowsPerExample, Tensor y) {
    responding.forward(hyper, hyperBias, gates, rowsPerExample, y);
  }

  @Override
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
    responding.backward(
        dy, hyper, hyperBias, gates, rowsPerExample, dGates, alpha, beta, dHyperBias);
  }

  @Override
  public void collapseWeight(Tensor weight, Tensor gates, Tensor collapsed) {
    gating.collapseWeight(weight, gates, collapsed);
  }

  @Override
  public void collapseBias(Tensor bias, Tensor gates, Tensor collapsed) {
    gating.collapseBias(bias, gates, collapsed);
  }

  // Images

  @Override
  public void convolve(Tensor x, Tensor filters, Window window, Tensor y) {
    convolutions.output((CpuTensor) x, (CpuTensor) filters, window, (CpuTensor) y);
  }

  @Override
  public void convolveBackwardInput(Tensor dy, Tensor filters, Window window, Tensor dx) {
    convolutions.inputGradient((CpuTensor) dy, (CpuTensor) filters, window, (CpuTensor) dx);
  }

  @Override
  public void convolveBackwardFilters(
      Tensor dy, Tensor x, Window window, float alpha, float beta, Tensor dFilters) {
    convolutions.filterGradient(
        (CpuTensor) dy, (CpuTensor) x, window, alpha, beta, (CpuTensor) dFilters);
  }

  @Override
  public void convolveChannels(Tensor x, Tensor filters, Window window, Tensor y) {
    depthwise.output(buffer(x), buffer(filters), window, buffer(y));
  }

  @Override
  public void convolveChannelsBackwardInput(Tensor dy, Tensor filters, Window window, Tensor dx) {
    depthwise.inputGradient(buffer(dy), buffer(filters), window, buffer(dx));
  }

  @Override
  public void convolveChannelsBackwardFilters(
      Tensor dy, Tensor x, Window window, float alpha, float beta, Tensor dFilters) {
    depthwise.filterGradient(buffer(dy), buffer(x), window, alpha, beta, buffer(dFilters));
  }

  @Override
  public void maxPool(Tensor x, Window window, Tensor y) {
    pooling.max(buffer(x), window, buffer(y));
  }

  @Override
  public void maxPoolBackward(Tensor x, Tensor y, Tensor dy, Window window, Tensor dx) {
    pooling.maxGradient((CpuTensor) x, (CpuTensor) y, (CpuTensor) dy, window, (CpuTensor) dx);
  }

  @Override
  public void maxPoolTangent(Tensor x, Tensor y, Tensor dx, Window window, Tensor dy) {
    pooling.maxTangent(buffer(x), buffer(y), buffer(dx), window, buffer(dy));
  }

  @Override
  public void averagePool(Tensor x, Window window, Tensor y) {
    pooling.mean(buffer(x), window, buffer(y));
  }

  @Override
  public void averagePoolBackward(Tensor dy, Window window, Tensor dx) {
    pooling.meanGradient(buffer(dy), window, buffer(dx));
  }

  // Sequences

  @Override
  public void gather(Tensor table, Tensor index, Tensor keep, Tensor gates, Tensor y) {
    lookup.forward(table, index, keep, gates, y);
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
    lookup.backward(dy, table, index, keep, gates, dGates, alpha, dTable);
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
    lstmCell.forward(x, products, bias, gates, before, activations, c, h);
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
    lstmCell.backward(dy, dh, dc, activations, before, c, gates, dx, dProducts);
  }

  @Override
  public void lstmCellTangent(
      Tensor activations, Tensor before, Tensor c, Tensor da, Tensor dc, Tensor dh) {
    lstmCell.tangent(activations, before, c, da, dc, dh);
  }

  // Batch normalization

  @Override
  public void moments(Tensor x, Tensor mean, Tensor variance) {
    int columns = mean.size();
    normalization.moments(buffer(x), x.size() / columns, columns, buffer(mean), buffer(variance));
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
    normalization.apply(
        buffer(x),
        new Normalization.Columns(buffer(mean), buffer(variance), epsilon),
        buffer(factors),
        groups(x, factors, rowsPerExample),
        buffer(y));
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
    normalization.gradient(
        buffer(dy),
        buffer(x),
        new Normalization.Columns(buffer(mean), buffer(variance), epsilon),
        buffer(factors),
        groups(x, factors, rowsPerExample),
        buffer(dFactors),
        dx == null ? null : buffer(dx));
  }

  private static Normalization.Groups groups(Tensor x, Tensor factors, int rowsPerExample) {
    int columns = factors.shape().dim(-1) / 2;
    return new Normalization.Groups(
        x.size() / columns, columns, factors.size() / (2 * columns), rowsPerExample);
  }

  @Override
  public void penalize(
      Tensor x, int lag, Tensor strength, int column, Tensor dy, Tensor dx, Tensor value) {
    penalty.apply(x, lag, strength, column, dy, dx, value);
  }

  @Override
  public void decay(
      Tensor w,
      Tensor squares,
      int squareColumn,
      Tensor absolutes,
      int absoluteColumn,
      float alpha,
      Tensor gradient) {
    elementwise.decay(
        w,
        alpha * buffer(squares).get(squareColumn),
        alpha * buffer(absolutes).get(absoluteColumn),
        gradient);
  }

  // Hyperparameters

  @Override
  public void perturb(Tensor lambda, Tensor rho, Tensor epsilon, Tensor shared, Tensor z) {
    perturbing.perturb(lambda, rho, epsilon, shared, z);
  }

  @Override
  public void perturbBackward(
      Tensor dz,
      Tensor rho,
      Tensor epsilon,
      Tensor shared,
      float entropyWeight,
      Tensor dLambda,
      Tensor dRho) {
    perturbing.perturbBackward(dz, rho, epsilon, shared, entropyWeight, dLambda, dRho);
  }

  @Override
  public void scoreGradient(Tensor losses, Tensor rho, Tensor epsilon, Tensor scored, Tensor dz) {
    perturbing.scoreGradient(losses, rho, epsilon, scored, dz);
  }

  @Override
  public void constrain(Tensor z, Tensor low, Tensor high, Tensor floorTop, Tensor values) {
    perturbing.constrain(z, low, high, floorTop, values);
  }

  @Override
  public void constrainBackward(Tensor z, Tensor low, Tensor high, Tensor dz) {
    perturbing.constrainBackward(z, low, high, dz);
  }

  // Randomness

  @Override
  public void normal(RandomStream stream, Tensor x) {
    masks.normal(stream, x);
  }

  @Override
  public void dropoutMask(
      RandomStream stream, Tensor rate, int column, int rowsPerExample, Tensor mask, boolean each) {
    masks.dropout(stream, rate, column, rowsPerExample, mask, each);
  }

  // Augmentation

  @Override
  public void jitter(
      RandomStream stream, Jitter kind, Tensor strength, int column, Tensor amounts, int to) {
    augmentations.jitter(stream, kind, strength, column, amounts, to);
  }

  @Override
  public void scaleExamples(Tensor x, Tensor factor, Tensor y) {
    augmentations.scaleExamples(x, factor, y);
  }

  @Override
  public void noise(RandomStream stream, Tensor strength, int column, Tensor x, Tensor y) {
    augmentations.noise(stream, strength, column, x, y);
  }

  @Override
  public void mirror(Tensor x, Tensor keep, Tensor y) {
    augmentations.mirror(x, keep, y);
  }

  @Override
  public void color(Tensor x, Tensor amounts, Tensor y) {
    augmentations.color(x, amounts, y);
  }

  @Override
  public void warp(Tensor x, Tensor motion, Tensor y) {
    augmentations.warp(x, motion, y);
  }

  @Override
  public void cutout(
      RandomStream stream,
      Tensor holes,
      int holesColumn,
      int most,
      Tensor length,
      int lengthColumn,
      Tensor x,
      Tensor y) {
    augmentations.cutout(stream, holes, holesColumn, most, length, lengthColumn, x, y);
  }

  // Losses

  @Override
  public void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float scale, Tensor dLogits, Tensor losses, Tensor score) {
    softmax.judge(logits, labels, scale, dLogits, losses).addTo(score);
  }

  @Override
  public void smoothLabels(
      Tensor labels, Tensor smoothing, int column, float scale, Tensor dLogits) {
    softmax.smooth(labels, smoothing, column, scale, dLogits);
  }

  @Override
  public void squaredError(
      Tensor y, Tensor targets, float scale, Tensor dy, Tensor losses, Tensor score) {
    squaredError.judge(y, targets, scale, dy, losses).addTo(score);
  }

  // Optimizers

  @Override
  public void adam(
      Tensor w,
      Tensor g,
      Tensor m,
      Tensor v,
      Tensor count,
      float rate,
      float beta1,
      float beta2,
      float epsilon) {
    float steps = buffer(count).get(0) + 1;
    buffer(count).put(0, steps);
    descent.adam(w, g, m, v, steps, rate, beta1, beta2, epsilon);
  }

  @Override
  public void rmsprop(Tensor w, Tensor g, Tensor v, float rate, float decay, float epsilon) {
    descent.rmsprop(w, g, v, rate, decay, epsilon);
  }

  @Override
  public void clipNorm(Tensor g, float limit) {
    descent.clipNorm(g, limit);
  }

  @Override
  public void sgd(Tensor w, Tensor g, Tensor step, float rate, float momentum, float limit) {
    descent.sgd(w, g, step, rate, momentum, limit);
  }
}

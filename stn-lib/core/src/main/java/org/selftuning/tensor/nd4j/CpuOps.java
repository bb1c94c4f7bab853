package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OutOfDeviceMemory;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/**
 * The engine for the processor. Products are oneDNN's, through ND4J; everything else is one fused
 * loop an operation, a row at a time: rows are copied into small arrays on the heap, where the JIT
 * compiler vectorises the loop over them, and back. (Loops directly over memory outside the heap
 * are not vectorised on JDK 17, and chains of ND4J operations cost 9 µs a link.)
 */
final class CpuOps implements Ops {
  /** Elements in a piece of a vector that is worked on at a time: it stays in the first cache. */
  private static final int PIECE = 2048;

  /** Bytes of the largest tensor: its elements are counted by an int. */
  private static final long LARGEST = (long) Float.BYTES * Integer.MAX_VALUE;

  private final CpuDevice device;
  private final List<CpuTensor> tensors = new ArrayList<>();
  private final Products products = new Products();
  private final Convolutions convolutions = new Convolutions(products, this::tensor);
  private final Scratch scratch = new Scratch();
  private final Augmentations augmentations =
      new Augmentations(Runtime.getRuntime().availableProcessors());
  private final Pooling pooling = new Pooling(scratch);
  private final Exponential exponential = new Exponential();
  private final Softmax softmax = new Softmax(scratch, exponential);
  private final Lookup lookup = new Lookup(scratch);
  private final Penalty penalty = new Penalty(scratch);
  private final LstmCell lstmCell = new LstmCell(scratch, exponential);
  private final Normalisation normalisation = new Normalisation(scratch);
  private long allocated;

  CpuOps(CpuDevice device) {
    this.device = device;
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
    CpuTensor tensor = CpuTensor.zeros(shape);
    tensors.add(tensor);
    allocated += bytes;
    return tensor;
  }

  @Override
  public long allocatedBytes() {
    return allocated;
  }

  @Override
  public void close() {
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
    float[] piece = scratch.row(0, PIECE);
    Arrays.fill(piece, 0, PIECE, value);
    FloatBuffer to = buffer(x);
    for (int i = 0, size = x.size(); i < size; i += PIECE) {
      to.put(i, piece, 0, Math.min(PIECE, size - i));
    }
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    buffer(to).put(0, buffer(from), 0, from.size());
  }

  @Override
  public void axpy(float a, Tensor x, Tensor y) {
    if (a == 1 && x.size() > 32 * PIECE) {
      ((CpuTensor) y).array().addi(((CpuTensor) x).array());
      return;
    }
    FloatBuffer from = buffer(x);
    FloatBuffer to = buffer(y);
    float[] px = scratch.row(0, PIECE);
    float[] py = scratch.row(1, PIECE);
    for (int i = 0, size = x.size(); i < size; i += PIECE) {
      int n = Math.min(PIECE, size - i);
      from.get(i, px, 0, n);
      to.get(i, py, 0, n);
      for (int j = 0; j < n; j++) {
        py[j] += a * px[j];
      }
      to.put(i, py, 0, n);
    }
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
  public void addRow(Tensor x, Tensor row, Tensor y) {
    int columns = row.size();
    int rows = x.size() / columns;
    float[] add = scratch.row(0, columns);
    float[] line = scratch.row(1, columns);
    buffer(row).get(0, add, 0, columns);
    for (int r = 0; r < rows; r++) {
      buffer(x).get(r * columns, line, 0, columns);
      for (int c = 0; c < columns; c++) {
        line[c] += add[c];
      }
      buffer(y).put(r * columns, line, 0, columns);
    }
  }

  @Override
  public void sumRows(Tensor x, float alpha, float beta, Tensor sum) {
    int columns = sum.size();
    int rows = x.size() / columns;
    float[] line = scratch.row(0, columns);
    float[] total = scratch.row(1, columns);
    Arrays.fill(total, 0, columns, 0);
    for (int r = 0; r < rows; r++) {
      buffer(x).get(r * columns, line, 0, columns);
      for (int c = 0; c < columns; c++) {
        total[c] += line[c];
      }
    }
    accumulate(total, columns, alpha, beta, buffer(sum), 0);
  }

  /** to[at …] ← beta·to[at …] + alpha·from, over n elements. */
  private void accumulate(float[] from, int n, float alpha, float beta, FloatBuffer to, int at) {
    float[] kept = scratch.row(7, n);
    if (beta == 0) {
      for (int i = 0; i < n; i++) {
        kept[i] = alpha * from[i];
      }
    } else {
      to.get(at, kept, 0, n);
      for (int i = 0; i < n; i++) {
        kept[i] = beta * kept[i] + alpha * from[i];
      }
    }
    to.put(at, kept, 0, n);
  }

  @Override
  public void scaleRows(Tensor x, Tensor factor, int inner, Tensor y) {
    int columns = factor.shape().dim(-1);
    int groups = factor.size() / columns;
    int rows = x.size() / columns;
    float[] line = scratch.row(0, columns);
    float[] scale = scratch.row(1, columns);
    for (int r = 0; r < rows; r++) {
      buffer(x).get(r * columns, line, 0, columns);
      buffer(factor).get(r / inner % groups * columns, scale, 0, columns);
      for (int c = 0; c < columns; c++) {
        line[c] *= scale[c];
      }
      buffer(y).put(r * columns, line, 0, columns);
    }
  }

  @Override
  public void activate(Activation f, Tensor x, Tensor y) {
    FloatBuffer from = buffer(x);
    FloatBuffer to = buffer(y);
    float[] piece = scratch.row(0, PIECE);
    for (int i = 0, size = x.size(); i < size; i += PIECE) {
      int n = Math.min(PIECE, size - i);
      from.get(i, piece, 0, n);
      switch (f) {
        case RELU -> {
          for (int j = 0; j < n; j++) {
            piece[j] = Math.max(piece[j], 0);
          }
        }
        case TANH -> {
          for (int j = 0; j < n; j++) {
            piece[j] = (float) Math.tanh(piece[j]);
          }
        }
        case SIGMOID -> {
          for (int j = 0; j < n; j++) {
            piece[j] = (float) (1 / (1 + Math.exp(-piece[j])));
          }
        }
      }
      to.put(i, piece, 0, n);
    }
  }

  @Override
  public void activateBackward(Activation f, Tensor y, Tensor dy, Tensor dx) {
    float[] out = scratch.row(0, PIECE);
    float[] grad = scratch.row(1, PIECE);
    for (int i = 0, size = y.size(); i < size; i += PIECE) {
      int n = Math.min(PIECE, size - i);
      buffer(y).get(i, out, 0, n);
      buffer(dy).get(i, grad, 0, n);
      switch (f) {
        case RELU -> {
          for (int j = 0; j < n; j++) {
            grad[j] = out[j] > 0 ? grad[j] : 0;
          }
        }
        case TANH -> {
          for (int j = 0; j < n; j++) {
            grad[j] *= 1 - out[j] * out[j];
          }
        }
        case SIGMOID -> {
          for (int j = 0; j < n; j++) {
            grad[j] *= out[j] * (1 - out[j]);
          }
        }
      }
      buffer(dx).put(i, grad, 0, n);
    }
  }

  // Gated layers

  @Override
  public void gate(Tensor products, Tensor bias, Tensor gates, int inner, Tensor y) {
    int columns = bias.size() / 2;
    int rows = y.size() / columns;
    int groups = gates.size() / (2 * columns);
    float[] elem = scratch.row(0, columns);
    float[] hyper = scratch.row(1, columns);
    float[] v = scratch.row(2, columns);
    float[] offset = scratch.row(3, columns);
    float[] elemBias = scratch.row(4, columns);
    float[] hyperBias = scratch.row(5, columns);
    buffer(bias).get(0, elemBias, 0, columns);
    buffer(bias).get(columns, hyperBias, 0, columns);
    int current = -1;
    for (int r = 0; r < rows; r++) {
      int group = r / inner % groups;
      if (group != current) {
        current = group;
        buffer(gates).get(group * 2 * columns, v, 0, columns);
        buffer(gates).get(group * 2 * columns + columns, offset, 0, columns);
        for (int c = 0; c < columns; c++) {
          offset[c] = elemBias[c] + offset[c] * hyperBias[c];
        }
      }
      buffer(products).get(r * 2 * columns, elem, 0, columns);
      buffer(products).get(r * 2 * columns + columns, hyper, 0, columns);
      for (int c = 0; c < columns; c++) {
        elem[c] += offset[c] + v[c] * hyper[c];
      }
      buffer(y).put(r * columns, elem, 0, columns);
    }
  }

  @Override
  public void gateBackward(
      Tensor dy,
      Tensor products,
      Tensor bias,
      Tensor gates,
      int inner,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dBias) {
    int columns = bias.size() / 2;
    int rows = dy.size() / columns;
    int groups = gates.size() / (2 * columns);
    float[] grad = scratch.row(0, columns);
    float[] hyper = scratch.row(1, columns);
    float[] v = scratch.row(2, columns);
    float[] sum = scratch.row(3, columns);
    float[] dv = scratch.row(4, columns);
    float[] hyperBias = scratch.row(5, columns);
    float[] dElem = scratch.row(6, columns);
    float[] dHyper = scratch.row(8, columns);
    float[] c = scratch.row(9, columns);
    FloatBuffer to = buffer(products);
    buffer(bias).get(columns, hyperBias, 0, columns);
    Arrays.fill(dElem, 0, columns, 0);
    Arrays.fill(dHyper, 0, columns, 0);
    // An example's rows: `inner` neighbours, again every `inner · groups` rows.
    int period = inner * groups;
    for (int group = 0; group < groups; group++) {
      buffer(gates).get(group * 2 * columns, v, 0, columns);
      Arrays.fill(sum, 0, columns, 0);
      Arrays.fill(dv, 0, columns, 0);
      for (int start = group * inner; start < rows; start += period) {
        for (int r = start; r < start + inner; r++) {
          buffer(dy).get(r * columns, grad, 0, columns);
          to.get(r * 2 * columns + columns, hyper, 0, columns);
          for (int i = 0; i < columns; i++) {
            float g = grad[i];
            sum[i] += g;
            dv[i] += g * hyper[i];
            hyper[i] = g * v[i];
          }
          to.put(r * 2 * columns, grad, 0, columns);
          to.put(r * 2 * columns + columns, hyper, 0, columns);
        }
      }
      buffer(dGates).put(group * 2 * columns, dv, 0, columns);
      buffer(gates).get(group * 2 * columns + columns, c, 0, columns);
      for (int i = 0; i < columns; i++) {
        dElem[i] += sum[i];
        dHyper[i] += sum[i] * c[i];
        sum[i] *= hyperBias[i];
      }
      buffer(dGates).put(group * 2 * columns + columns, sum, 0, columns);
    }
    if (dBias != null) {
      accumulate(dElem, columns, alpha, beta, buffer(dBias), 0);
      accumulate(dHyper, columns, alpha, beta, buffer(dBias), columns);
    }
  }

  @Override
  public void respond(Tensor hyper, Tensor hyperBias, Tensor gates, int inner, Tensor y) {
    int columns = gates.shape().dim(-1) / (hyperBias == null ? 1 : 2);
    int width = gates.shape().dim(-1);
    int rows = y.size() / columns;
    int groups = gates.size() / width;
    float[] sum = scratch.row(0, columns);
    float[] product = scratch.row(1, columns);
    float[] v = scratch.row(2, columns);
    float[] offset = scratch.row(3, columns);
    float[] bias = scratch.row(4, columns);
    if (hyperBias == null) {
      Arrays.fill(offset, 0, columns, 0);
    } else {
      buffer(hyperBias).get(0, bias, 0, columns);
    }
    int current = -1;
    for (int r = 0; r < rows; r++) {
      int group = r / inner % groups;
      if (group != current) {
        current = group;
        buffer(gates).get(group * width, v, 0, columns);
        if (hyperBias != null) {
          buffer(gates).get(group * width + columns, offset, 0, columns);
          for (int c = 0; c < columns; c++) {
            offset[c] *= bias[c];
          }
        }
      }
      buffer(y).get(r * columns, sum, 0, columns);
      buffer(hyper).get(r * columns, product, 0, columns);
      for (int c = 0; c < columns; c++) {
        sum[c] += offset[c] + v[c] * product[c];
      }
      buffer(y).put(r * columns, sum, 0, columns);
    }
  }

  @Override
  public void respondBackward(
      Tensor dy,
      Tensor hyper,
      Tensor hyperBias,
      Tensor gates,
      int inner,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dHyperBias) {
    int columns = gates.shape().dim(-1) / (hyperBias == null ? 1 : 2);
    int width = gates.shape().dim(-1);
    int rows = dy.size() / columns;
    int groups = gates.size() / width;
    float[] grad = scratch.row(0, columns);
    float[] product = scratch.row(1, columns);
    float[] v = scratch.row(2, columns);
    float[] sum = scratch.row(3, columns);
    float[] dv = scratch.row(4, columns);
    float[] bias = scratch.row(5, columns);
    float[] dBias = scratch.row(6, columns);
    float[] c = scratch.row(8, columns);
    if (hyperBias != null) {
      buffer(hyperBias).get(0, bias, 0, columns);
      Arrays.fill(dBias, 0, columns, 0);
    }
    int period = inner * groups;
    for (int group = 0; group < groups; group++) {
      buffer(gates).get(group * width, v, 0, columns);
      Arrays.fill(sum, 0, columns, 0);
      Arrays.fill(dv, 0, columns, 0);
      for (int start = group * inner; start < rows; start += period) {
        for (int r = start; r < start + inner; r++) {
          buffer(dy).get(r * columns, grad, 0, columns);
          buffer(hyper).get(r * columns, product, 0, columns);
          for (int i = 0; i < columns; i++) {
            float g = grad[i];
            sum[i] += g;
            dv[i] += g * product[i];
            product[i] = g * v[i];
          }
          buffer(hyper).put(r * columns, product, 0, columns);
        }
      }
      buffer(dGates).put(group * width, dv, 0, columns);
      if (hyperBias != null) {
        buffer(gates).get(group * width + columns, c, 0, columns);
        for (int i = 0; i < columns; i++) {
          dBias[i] += sum[i] * c[i];
          sum[i] *= bias[i];
        }
        buffer(dGates).put(group * width + columns, sum, 0, columns);
      }
    }
    if (hyperBias != null) {
      accumulate(dBias, columns, alpha, beta, buffer(dHyperBias), 0);
    }
  }

  @Override
  public void collapseWeight(Tensor weight, Tensor gates, Tensor collapsed) {
    int rows = collapsed.shape().dim(0);
    int columns = collapsed.size() / rows;
    float[] elem = scratch.row(0, columns);
    float[] hyper = scratch.row(1, columns);
    for (int r = 0; r < rows; r++) {
      float v = buffer(gates).get(r);
      buffer(weight).get(r * columns, elem, 0, columns);
      buffer(weight).get((rows + r) * columns, hyper, 0, columns);
      for (int i = 0; i < columns; i++) {
        elem[i] += v * hyper[i];
      }
      buffer(collapsed).put(r * columns, elem, 0, columns);
    }
  }

  @Override
  public void collapseBias(Tensor bias, Tensor gates, Tensor collapsed) {
    int columns = collapsed.size();
    FloatBuffer from = buffer(bias);
    FloatBuffer gate = buffer(gates);
    for (int i = 0; i < columns; i++) {
      buffer(collapsed).put(i, from.get(i) + gate.get(columns + i) * from.get(columns + i));
    }
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
  public void maxPool(Tensor x, Window window, Tensor y) {
    pooling.max(buffer(x), window, buffer(y));
  }

  @Override
  public void maxPoolBackward(Tensor x, Tensor y, Tensor dy, Window window, Tensor dx) {
    pooling.maxGradient(buffer(x), buffer(y), buffer(dy), window, buffer(dx));
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
  public void lookUp(Tensor table, Tensor index, Tensor keep, Tensor gates, Tensor y) {
    lookup.forward(table, index, keep, gates, y);
  }

  @Override
  public void lookUpBackward(
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

  // Batch normalisation

  @Override
  public void moments(Tensor x, Tensor mean, Tensor variance) {
    int columns = mean.size();
    normalisation.moments(buffer(x), x.size() / columns, columns, buffer(mean), buffer(variance));
  }

  @Override
  public void normalise(
      Tensor x, Tensor mean, Tensor variance, float epsilon, Tensor factors, int inner, Tensor y) {
    normalisation.apply(
        buffer(x),
        new Normalisation.Columns(buffer(mean), buffer(variance), epsilon),
        buffer(factors),
        groups(x, factors, inner),
        buffer(y));
  }

  @Override
  public void normaliseBackward(
      Tensor dy,
      Tensor x,
      Tensor mean,
      Tensor variance,
      float epsilon,
      Tensor factors,
      int inner,
      Tensor dFactors,
      Tensor dx) {
    normalisation.gradient(
        buffer(dy),
        buffer(x),
        new Normalisation.Columns(buffer(mean), buffer(variance), epsilon),
        buffer(factors),
        groups(x, factors, inner),
        buffer(dFactors),
        dx == null ? null : buffer(dx));
  }

  private static Normalisation.Groups groups(Tensor x, Tensor factors, int inner) {
    int columns = factors.shape().dim(-1) / 2;
    return new Normalisation.Groups(
        x.size() / columns, columns, factors.size() / (2 * columns), inner);
  }

  @Override
  public void penalise(
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
    float square = alpha * buffer(squares).get(squareColumn);
    float absolute = alpha * buffer(absolutes).get(absoluteColumn);
    float[] weights = scratch.row(0, PIECE);
    float[] grad = scratch.row(1, PIECE);
    for (int i = 0, size = w.size(); i < size; i += PIECE) {
      int n = Math.min(PIECE, size - i);
      buffer(w).get(i, weights, 0, n);
      buffer(gradient).get(i, grad, 0, n);
      for (int j = 0; j < n; j++) {
        grad[j] += square * weights[j] + absolute * Math.signum(weights[j]);
      }
      buffer(gradient).put(i, grad, 0, n);
    }
  }

  // Hyperparameters

  @Override
  public void perturb(Tensor lambda, Tensor rho, Tensor epsilon, Tensor shared, Tensor z) {
    int n = lambda.size();
    int groups = z.size() / n;
    for (int j = 0; j < n; j++) {
      float mean = buffer(lambda).get(j);
      double sigma = softplus(buffer(rho).get(j));
      boolean first = buffer(shared).get(j) != 0;
      for (int g = 0; g < groups; g++) {
        float e = buffer(epsilon).get((first ? 0 : g) * n + j);
        buffer(z).put(g * n + j, (float) (mean + sigma * e));
      }
    }
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
    int n = rho.size();
    int groups = dz.size() / n;
    for (int j = 0; j < n; j++) {
      boolean first = buffer(shared).get(j) != 0;
      double sum = 0;
      double dSigma = 0;
      for (int g = 0; g < groups; g++) {
        float d = buffer(dz).get(g * n + j);
        sum += d;
        dSigma += (double) d * buffer(epsilon).get((first ? 0 : g) * n + j);
      }
      double r = buffer(rho).get(j);
      buffer(dLambda).put(j, (float) sum);
      buffer(dRho).put(j, (float) (sigmoid(r) * (dSigma - entropyWeight / softplus(r))));
    }
  }

  @Override
  public void scoreGradient(Tensor losses, Tensor rho, Tensor epsilon, Tensor scored, Tensor dz) {
    int n = rho.size();
    int groups = dz.size() / n;
    double[] mean = new double[groups];
    double all = 0;
    for (int r = 0, rows = losses.size(); r < rows; r++) {
      double share = (double) buffer(losses).get(r) * groups / rows;
      mean[r % groups] += share;
      all += share / groups;
    }
    for (int j = 0; j < n; j++) {
      if (buffer(scored).get(j) != 0) {
        double sigma = softplus(buffer(rho).get(j));
        for (int g = 0; g < groups; g++) {
          double lead = (mean[g] - all) / (groups - 1);
          buffer(dz).put(g * n + j, (float) (lead * buffer(epsilon).get(g * n + j) / sigma));
        }
      }
    }
  }

  @Override
  public void stretch(Tensor z, Tensor low, Tensor high, Tensor floorTop, Tensor values) {
    int n = low.size();
    int groups = z.size() / n;
    for (int j = 0; j < n; j++) {
      double from = buffer(low).get(j);
      double to = buffer(high).get(j);
      double top = buffer(floorTop).get(j);
      for (int g = 0; g < groups; g++) {
        double x = buffer(z).get(g * n + j);
        double value =
            Double.isFinite(from)
                ? Double.isFinite(to) ? from + (to - from) * sigmoid(x) : from + softplus(x)
                : Double.isFinite(to) ? to - softplus(x) : x;
        if (Double.isFinite(top)) {
          value = Math.min(Math.floor(value), top);
        }
        buffer(values).put(g * n + j, (float) value);
      }
    }
  }

  @Override
  public void stretchBackward(Tensor z, Tensor low, Tensor high, Tensor dz) {
    int n = low.size();
    for (int i = 0, size = z.size(); i < size; i++) {
      double from = buffer(low).get(i % n);
      double to = buffer(high).get(i % n);
      double s = sigmoid(buffer(z).get(i));
      double slope =
          Double.isFinite(from)
              ? Double.isFinite(to) ? (to - from) * s * (1 - s) : s
              : Double.isFinite(to) ? -s : 1;
      buffer(dz).put(i, (float) (slope * buffer(dz).get(i)));
    }
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  // Randomness

  @Override
  public void normal(RandomStream stream, Tensor x) {
    float[] values = scratch.row(0, x.size());
    stream.normals(values, x.size());
    x.write(values);
  }

  @Override
  public void dropoutMask(RandomStream stream, Tensor rate, int column, int inner, Tensor mask) {
    int columns = mask.shape().dim(-1);
    int rows = mask.size() / columns;
    int n = rate.shape().dim(-1);
    int groups = rate.size() / n;
    // Each word decides two elements by its two halves.
    int words =
        (columns + 2 * RandomStream.BLOCK - 1) / (2 * RandomStream.BLOCK) * RandomStream.BLOCK;
    int[] bits = scratch.words(words);
    float[] line = scratch.row(0, 2 * words);
    long first = stream.take((long) rows * words / RandomStream.BLOCK);
    for (int r = 0; r < rows; r++) {
      double p = buffer(rate).get(r / inner % groups * n + column);
      int threshold = (int) Math.round(Math.min(1, Math.max(0, p)) * 65536);
      float kept = threshold == 65536 ? 0 : 65536f / (65536 - threshold);
      stream.words(first + (long) r * words / RandomStream.BLOCK, bits, words);
      for (int i = 0; i < words; i++) {
        line[2 * i] = (bits[i] & 0xFFFF) < threshold ? 0 : kept;
        line[2 * i + 1] = (bits[i] >>> 16) < threshold ? 0 : kept;
      }
      buffer(mask).put(r * columns, line, 0, columns);
    }
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
  public void colour(Tensor x, Tensor amounts, Tensor y) {
    augmentations.colour(x, amounts, y);
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
    Softmax.Total total = softmax.judge(logits, labels, scale, dLogits, losses);
    addScore(score, total.loss(), total.right(), total.rows());
  }

  @Override
  public void smoothLabels(
      Tensor labels, Tensor smoothing, int column, float scale, Tensor dLogits) {
    softmax.smooth(labels, smoothing, column, scale, dLogits);
  }

  @Override
  public void squaredError(
      Tensor y, Tensor targets, float scale, Tensor dy, Tensor losses, Tensor score) {
    int rows = y.shape().dim(0);
    int columns = y.size() / rows;
    float[] line = scratch.row(0, columns);
    float[] goal = scratch.row(1, columns);
    double loss = 0;
    int live = 0;
    for (int r = 0; r < rows; r++) {
      buffer(y).get(r * columns, line, 0, columns);
      buffer(targets).get(r * columns, goal, 0, columns);
      double sum = 0;
      if (Float.isNaN(goal[0])) {
        Arrays.fill(line, 0, columns, 0);
      } else {
        for (int c = 0; c < columns; c++) {
          float difference = line[c] - goal[c];
          sum += (double) difference * difference;
          line[c] = scale * 2 * difference / columns;
        }
        loss += sum / columns;
        live++;
      }
      if (losses != null) {
        buffer(losses).put(r, (float) (sum / columns));
      }
      if (dy != null) {
        buffer(dy).put(r * columns, line, 0, columns);
      }
    }
    addScore(score, loss, 0, live);
  }

  private static void addScore(Tensor score, double loss, int right, int live) {
    FloatBuffer to = buffer(score);
    to.put(0, (float) (to.get(0) + loss));
    to.put(1, to.get(1) + right);
    to.put(2, to.get(2) + live);
  }

  // Optimisers

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
    float firstScale = (float) (1 / (1 - Math.pow(beta1, steps)));
    float secondScale = (float) (1 / (1 - Math.pow(beta2, steps)));
    float[] pw = scratch.row(0, PIECE);
    float[] pg = scratch.row(1, PIECE);
    float[] pm = scratch.row(2, PIECE);
    float[] pv = scratch.row(3, PIECE);
    for (int i = 0, size = w.size(); i < size; i += PIECE) {
      int n = Math.min(PIECE, size - i);
      buffer(w).get(i, pw, 0, n);
      buffer(g).get(i, pg, 0, n);
      buffer(m).get(i, pm, 0, n);
      buffer(v).get(i, pv, 0, n);
      for (int j = 0; j < n; j++) {
        pm[j] = beta1 * pm[j] + (1 - beta1) * pg[j];
        pv[j] = beta2 * pv[j] + (1 - beta2) * pg[j] * pg[j];
        float root = (float) Math.sqrt(pv[j] * secondScale);
        pw[j] -= rate * (pm[j] * firstScale) / (root + epsilon);
      }
      buffer(w).put(i, pw, 0, n);
      buffer(m).put(i, pm, 0, n);
      buffer(v).put(i, pv, 0, n);
    }
  }

  @Override
  public void rmsprop(Tensor w, Tensor g, Tensor v, float rate, float decay, float epsilon) {
    float[] pw = scratch.row(0, PIECE);
    float[] pg = scratch.row(1, PIECE);
    float[] pv = scratch.row(2, PIECE);
    for (int i = 0, size = w.size(); i < size; i += PIECE) {
      int n = Math.min(PIECE, size - i);
      buffer(w).get(i, pw, 0, n);
      buffer(g).get(i, pg, 0, n);
      buffer(v).get(i, pv, 0, n);
      for (int j = 0; j < n; j++) {
        pv[j] = decay * pv[j] + (1 - decay) * pg[j] * pg[j];
        pw[j] -= rate * pg[j] / ((float) Math.sqrt(pv[j]) + epsilon);
      }
      buffer(w).put(i, pw, 0, n);
      buffer(v).put(i, pv, 0, n);
    }
  }

  @Override
  public void clipNorm(Tensor g, float limit) {
    FloatBuffer at = buffer(g);
    float[] piece = scratch.row(0, PIECE);
    double squares = 0;
    int size = g.size();
    for (int i = 0; i < size; i += PIECE) {
      int n = Math.min(PIECE, size - i);
      at.get(i, piece, 0, n);
      float sum = 0;
      for (int j = 0; j < n; j++) {
        sum += piece[j] * piece[j];
      }
      squares += sum;
    }
    double norm = Math.sqrt(squares);
    if (norm <= limit) {
      return;
    }
    float factor = (float) (limit / norm);
    for (int i = 0; i < size; i += PIECE) {
      int n = Math.min(PIECE, size - i);
      at.get(i, piece, 0, n);
      for (int j = 0; j < n; j++) {
        piece[j] *= factor;
      }
      at.put(i, piece, 0, n);
    }
  }
}

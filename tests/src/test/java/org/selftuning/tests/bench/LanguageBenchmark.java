package org.selftuning.tests.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.selftuning.tensor.Tensor;

/** What a language model of 650 units does beside its products: 40 columns of text, 70 steps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LanguageBenchmark {
  private static final int COLUMNS = 40;
  private static final int ROWS = 70 * COLUMNS;
  private static final int UNITS = 650;
  private static final int WORDS = 10_000;

  private Tensor x;
  private Tensor products;
  private Tensor bias;
  private Tensor gates;
  private Tensor before;
  private Tensor c;
  private Tensor h;
  private Tensor dc;
  private Tensor logits;
  private Tensor labels;
  private Tensor dLogits;
  private Tensor score;
  private Tensor table;
  private Tensor dTable;
  private Tensor open;
  private Tensor dOpen;
  private Tensor embedded;

  /** Makes the operands. */
  @Setup
  public void prepare(Engine engine) {
    x = engine.random(COLUMNS, 4 * UNITS);
    products = engine.random(COLUMNS, 8 * UNITS);
    bias = engine.random(8 * UNITS);
    gates = engine.random(COLUMNS, 8 * UNITS);
    before = engine.random(COLUMNS, UNITS);
    c = engine.random(COLUMNS, UNITS);
    h = engine.random(COLUMNS, UNITS);
    dc = engine.random(COLUMNS, UNITS);
    logits = engine.random(ROWS, WORDS);
    labels = engine.indices(ROWS, WORDS);
    dLogits = engine.random(ROWS, WORDS);
    score = engine.ops().tensor(3);
    table = engine.random(2 * WORDS, UNITS);
    dTable = engine.random(2 * WORDS, UNITS);
    open = engine.random(COLUMNS, UNITS);
    dOpen = engine.random(COLUMNS, UNITS);
    embedded = engine.random(ROWS, UNITS);
  }

  /** A step of the memory. */
  @Benchmark
  public float cell(Engine engine) {
    engine.ops().lstmCell(x, products, bias, gates, before, x, c, h);
    return engine.finished(h);
  }

  /** Its derivatives. */
  @Benchmark
  public float cellBackward(Engine engine) {
    engine.ops().lstmCellBackward(h, h, dc, x, before, c, gates, x, products);
    return engine.finished(dc);
  }

  /** The softmax over the vocabulary, with its gradient. */
  @Benchmark
  public float softmax(Engine engine) {
    engine.ops().softmaxCrossEntropy(logits, labels, 1f / ROWS, dLogits, null, score);
    return engine.finished(dLogits);
  }

  /** The words' vectors. */
  @Benchmark
  public float gather(Engine engine) {
    engine.ops().gather(table, labels, null, open, embedded);
    return engine.finished(embedded);
  }

  /** The gradients of the words' vectors. */
  @Benchmark
  public float gatherBackward(Engine engine) {
    engine.ops().gatherBackward(embedded, table, labels, null, open, dOpen, 1, dTable);
    return engine.finished(dOpen);
  }

  /** A clipped step of gradient descent over all vectors. */
  @Benchmark
  public float sgd(Engine engine) {
    engine.ops().sgd(table, dTable, null, 1e-6f, 0, 0.25f);
    return engine.finished(table);
  }
}

package org.selftuning.data;

import java.util.Optional;
import org.selftuning.tensor.Shape;

/** Some examples of a data set, in an order of their own; a view. */
final class Subset implements Dataset {
  private final Dataset whole;
  private final int[] indices;

  private Subset(Dataset whole, int[] indices) {
    this.whole = whole;
    this.indices = indices;
  }

  /** Returns the examples of {@code whole} at {@code indices}; views do not pile up. */
  static Dataset of(Dataset whole, int[] indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException(
          "data set '" + whole.name() + "': a part without examples was asked for");
    }
    int[] own = indices.clone();
    for (int i = 0; i < own.length; i++) {
      if (own[i] < 0 || own[i] >= whole.size()) {
        throw new IllegalArgumentException(
            String.format(
                "data set '%s' has examples 0 … %d; there is none at %d",
                whole.name(), whole.size() - 1, own[i]));
      }
      if (whole instanceof Subset part) {
        own[i] = part.indices[own[i]];
      }
    }
    return new Subset(whole instanceof Subset part ? part.whole : whole, own);
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Shape shape() {
    return whole.shape();
  }

  @Override
  public Target target() {
    return whole.target();
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public Optional<TableReport> report() {
    return whole.report();
  }

  @Override
  public Preparation preparation() {
    return whole.preparation();
  }

  @Override
  public boolean named() {
    return whole.named();
  }

  @Override
  public String exampleName(int index) {
    return whole.exampleName(indices[index]);
  }

  @Override
  public void read(int index, float[] x, int xOffset, float[] y, int yOffset) {
    whole.read(indices[index], x, xOffset, y, yOffset);
  }

  @Override
  public boolean varies() {
    return whole.varies();
  }

  @Override
  public void read(long epoch, int index, float[] x, int xOffset, float[] y, int yOffset) {
    whole.read(epoch, indices[index], x, xOffset, y, yOffset);
  }

  @Override
  public void readTarget(int index, float[] y, int yOffset) {
    whole.readTarget(indices[index], y, yOffset);
  }

  @Override
  public String toString() {
    return size() + " of " + whole;
  }
}

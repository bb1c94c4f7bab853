package org.selftuning.search;

import java.util.concurrent.locks.LockSupport;
import org.selftuning.data.Dataset;
import org.selftuning.data.Preparation;
import org.selftuning.data.Target;
import org.selftuning.tensor.Shape;

/** Examples that take a while to read, and no processor: trials on them are bound by waiting. */
record SlowSet(Dataset of, int micros) implements Dataset {
  @Override
  public int size() {
    return of.size();
  }

  @Override
  public Shape shape() {
    return of.shape();
  }

  @Override
  public Target target() {
    return of.target();
  }

  @Override
  public String name() {
    return of.name();
  }

  @Override
  public Preparation preparation() {
    return of.preparation();
  }

  @Override
  public boolean varies() {
    return true; // or they would be read once and kept
  }

  @Override
  public void read(int index, float[] x, int xOffset, float[] y, int yOffset) {
    of.read(index, x, xOffset, y, yOffset);
  }

  @Override
  public void read(long epoch, int index, float[] x, int xOffset, float[] y, int yOffset) {
    LockSupport.parkNanos(micros * 1000L);
    of.read(index, x, xOffset, y, yOffset);
  }
}

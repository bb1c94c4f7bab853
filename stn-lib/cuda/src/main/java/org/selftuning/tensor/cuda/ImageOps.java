package org.selftuning.tensor.cuda;

import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/** Convolutions, as matrix products of patches, and pooling. */
abstract class ImageOps extends ColumnOps {

  ImageOps(Machine machine) {
    super(machine);
  }

  /** What is done for some examples: from one (included) to another (excluded). */
  private interface Chunk {
    void run(int from, int to);
  }

  /** Works on as many examples at a time as the patches have room for. */
  private void chunks(int examples, Window w, Chunk chunk) {
    long each = (long) w.positions() * w.values();
    int most = (int) Math.max(1, Math.min(examples, machine.patches() / each));
    for (int from = 0; from < examples; from += most) {
      chunk.run(from, Math.min(examples, from + most));
    }
  }

  private Arguments.Address patches(Window w, int examples) {
    return room("patches", (long) Float.BYTES * examples * w.positions() * w.values());
  }

  /** A window of one pixel: the images are their own patches. */
  private static boolean pointwise(Window w) {
    return w.size() == 1 && w.stride() == 1;
  }

  /** Returns the address of the patches of examples from … to. */
  private long gather(Tensor x, Window w, int from, int to) {
    long images = address(x) + (long) from * w.imageSize() * Float.BYTES;
    if (pointwise(w)) {
      return images;
    }
    Arguments.Address patches = patches(w, to - from);
    int n = Math.multiplyExact((to - from) * w.positions(), w.values());
    slide("gatherPatches", n, w, new Arguments.Address(images), patches);
    return patches.value();
  }

  private void slide(String kernel, int n, Window w, Object... tensors) {
    each(kernel, n, sliding(n, w, tensors));
  }

  private static Object[] sliding(int n, Window w, Object... tensors) {
    Object[] all = new Object[tensors.length + 9];
    System.arraycopy(tensors, 0, all, 0, tensors.length);
    int[] numbers = {
      n,
      w.height(),
      w.width(),
      w.channels(),
      w.size(),
      w.stride(),
      w.padding(),
      w.outHeight(),
      w.outWidth()
    };
    for (int i = 0; i < numbers.length; i++) {
      all[tensors.length + i] = numbers[i];
    }
    return all;
  }

  @Override
  public void convolve(Tensor x, Tensor filters, Window w, Tensor y) {
    int outputs = filters.size() / w.values();
    chunks(
        x.size() / w.imageSize(),
        w,
        (from, to) -> {
          long rows = (long) from * w.positions();
          multiply(
              gather(x, w, from, to),
              false,
              address(filters),
              true,
              address(y) + rows * outputs * Float.BYTES,
              1,
              0,
              (to - from) * w.positions(),
              outputs,
              w.values());
        });
  }

  @Override
  public void convolveBackwardInput(Tensor dy, Tensor filters, Window w, Tensor dx) {
    int outputs = filters.size() / w.values();
    chunks(
        dx.size() / w.imageSize(),
        w,
        (from, to) -> {
          Arguments.Address images =
              new Arguments.Address(address(dx) + (long) from * w.imageSize() * Float.BYTES);
          Arguments.Address patches = pointwise(w) ? images : patches(w, to - from);
          multiply(
              address(dy) + (long) from * w.positions() * outputs * Float.BYTES,
              false,
              address(filters),
              false,
              patches.value(),
              1,
              0,
              (to - from) * w.positions(),
              w.values(),
              outputs);
          if (!pointwise(w)) {
            slide("scatterPatches", (to - from) * w.imageSize(), w, patches, images);
          }
        });
  }

  @Override
  public void convolveBackwardFilters(
      Tensor dy, Tensor x, Window w, float alpha, float beta, Tensor dFilters) {
    int outputs = dFilters.size() / w.values();
    chunks(
        x.size() / w.imageSize(),
        w,
        (from, to) ->
            multiply(
                address(dy) + (long) from * w.positions() * outputs * Float.BYTES,
                true,
                gather(x, w, from, to),
                false,
                address(dFilters),
                alpha,
                from == 0 ? beta : 1,
                outputs,
                w.values(),
                (to - from) * w.positions()));
  }

  @Override
  public void convolveChannels(Tensor x, Tensor filters, Window window, Tensor y) {
    int rows = filters.size() / (window.size() * window.size());
    slide("convolveChannels", y.size(), window, x, filters, y, rows);
  }

  @Override
  public void convolveChannelsBackwardInput(Tensor dy, Tensor filters, Window window, Tensor dx) {
    int rows = filters.size() / (window.size() * window.size());
    slide("convolveChannelsBackwardInput", dx.size(), window, dy, filters, dx, rows);
  }

  @Override
  public void convolveChannelsBackwardFilters(
      Tensor dy, Tensor x, Window window, float alpha, float beta, Tensor dFilters) {
    int rows = dFilters.size() / (window.size() * window.size());
    int places = dy.size() / rows;
    launch(
        "convolveChannelsBackwardFilters",
        dFilters.size(),
        sliding(places, window, dy, x, dFilters, alpha, beta, rows));
  }

  @Override
  public void maxPool(Tensor x, Window window, Tensor y) {
    slide("maxPool", y.size(), window, x, y);
  }

  @Override
  public void maxPoolBackward(Tensor x, Tensor y, Tensor dy, Window window, Tensor dx) {
    slide("maxPoolBackward", dx.size(), window, x, y, dy, dx);
  }

  /** How {@link #maxPool} moves with its input. */
  public void maxPoolTangent(Tensor x, Tensor y, Tensor dx, Window window, Tensor dy) {
    slide("maxPoolTangent", dy.size(), window, x, y, dx, dy);
  }

  @Override
  public void averagePool(Tensor x, Window window, Tensor y) {
    slide("averagePool", y.size(), window, x, y);
  }

  @Override
  public void averagePoolBackward(Tensor dy, Window window, Tensor dx) {
    slide("averagePoolBackward", dx.size(), window, dy, dx);
  }
}

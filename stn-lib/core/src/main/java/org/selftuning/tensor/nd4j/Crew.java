package org.selftuning.tensor.nd4j;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Hands that share the examples of a minibatch, on the threads of the common pool. Each has arrays
 * of its own, kept from call to call; which hand an example falls to is left to chance.
 */
final class Crew {
  /** Elements below which another hand costs more than it saves. */
  private static final int LEAST = 16_384;

  /** What is done for one example. */
  interface Work {
    /** Works on an example, with arrays that hold anything. */
    void on(int example, Scratch scratch);
  }

  private final Scratch[] hands;
  private final AtomicInteger next = new AtomicInteger();

  Crew(int size) {
    hands = new Scratch[size];
    for (int i = 0; i < size; i++) {
      hands[i] = new Scratch();
    }
  }

  /** Works on {@code examples} of {@code size} elements each. */
  void each(int examples, int size, Work work) {
    int needed = (int) Math.min(hands.length, (long) examples * size / LEAST);
    next.set(0);
    if (needed < 2) {
      workOff(examples, work, hands[0]);
    } else {
      IntStream.range(0, needed).parallel().forEach(i -> workOff(examples, work, hands[i]));
    }
  }

  private void workOff(int examples, Work work, Scratch scratch) {
    for (int i = next.getAndIncrement(); i < examples; i = next.getAndIncrement()) {
      work.on(i, scratch);
    }
  }
}

package org.selftuning.search;

import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;

/** The data of trials elsewhere: a number of stroke digits, or something that goes wrong. */
public final class TestWords implements DataWords {
  @Override
  public Source read(String words) throws Exception {
    if (words.equals("hang")) {
      Thread.sleep(Long.MAX_VALUE);
    }
    if (words.equals("spin")) {
      while (System.nanoTime() != 0) {
        Thread.onSpinWait(); // nothing ends this but the end of the process
      }
    }
    if (words.equals("memory")) {
      throw new OutOfMemoryError("Java heap space");
    }
    if (words.equals("crash")) {
      System.err.println("crashed on purpose");
      Runtime.getRuntime().halt(7);
    }
    if (words.startsWith("slow ")) {
      return slow(Integer.parseInt(words.substring("slow ".length())));
    }
    return StrokeDigits.split(Integer.parseInt(words), 100, 100, 1);
  }

  /** 200 digits each of which takes some microseconds to read, without the processor. */
  public static Split slow(int micros) {
    Split digits = StrokeDigits.split(200, 100, 100, 1);
    return new Split(new SlowSet(digits.train(), micros), digits.validation(), digits.test());
  }
}

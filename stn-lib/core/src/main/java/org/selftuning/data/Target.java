package org.selftuning.data;

import java.util.List;

/** What a data set asks a network to predict. */
public sealed interface Target {

  /** The number of floats that one example's target takes. */
  int width();

  /**
   * One of a number of classes; an example's target is the index of its class, as one float.
   *
   * @param names the names of the classes, in the order of their indices; at least two
   */
  record Classes(List<String> names) implements Target {
    /** Checks that there is a choice. */
    public Classes {
      names = List.copyOf(names);
      if (names.size() < 2) {
        throw new IllegalArgumentException(
            "a classification needs at least two classes, not " + names);
      }
    }

    /** The number of classes. */
    public int count() {
      return names.size();
    }

    @Override
    public int width() {
      return 1;
    }
  }

  /**
   * Real numbers (regression).
   *
   * @param width how many each example has; at least 1
   */
  record Values(int width) implements Target {
    /** Checks the width. */
    public Values {
      if (width < 1) {
        throw new IllegalArgumentException(
            "a regression needs at least one target value, not " + width);
      }
    }
  }
}

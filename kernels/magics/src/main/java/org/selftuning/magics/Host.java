package org.selftuning.magics;

/**
 * Where the commands are typed and their results are seen: a notebook, a terminal, or a test. All
 * methods may be called from any thread.
 */
public interface Host {

  /** Shows something below what was shown before. */
  void show(MimeBundle bundle);

  /** Shows something that will change. */
  void show(String id, MimeBundle bundle);

  /** Shows something in the place of what was shown under this id. */
  void update(String id, MimeBundle bundle);

  /** Prints a line of text. */
  void print(String line);
}

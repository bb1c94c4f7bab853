package org.selftuning.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The different tokens of a text, numbered from 0. Immutable. */
public final class Vocabulary {
  /** Stands for a word that is not in the vocabulary. */
  public static final String UNKNOWN = "<unk>";

  /** Ends a line. */
  public static final String END = "<eos>";

  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();

  private Vocabulary(List<String> tokens) {
    this.tokens = tokens;
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
  }

  /** Returns the vocabulary of {@code tokens}, in the order in which they first occur. */
  public static Vocabulary of(Collection<String> tokens) {
    return new Vocabulary(List.copyOf(new LinkedHashSet<>(tokens)));
  }

  /** The number of different tokens. */
  public int size() {
    return tokens.size();
  }

  /** Returns all tokens, in the order of their numbers. */
  public List<String> tokens() {
    return tokens;
  }

  /** Returns the token numbered {@code id}. */
  public String token(int id) {
    return tokens.get(id);
  }

  /**
   * Returns the number of {@code token}, or that of {@code <unk>} if it has none.
   *
   * @throws IllegalArgumentException if there is no {@code <unk>} either
   */
  public int id(String token) {
    Integer id = ids.getOrDefault(token, ids.get(UNKNOWN));
    if (id == null) {
      throw new IllegalArgumentException(
          "'" + token + "' is not in the vocabulary, and there is no " + UNKNOWN + " to stand in");
    }
    return id;
  }

  @Override
  public String toString() {
    return size() + " tokens";
  }
}

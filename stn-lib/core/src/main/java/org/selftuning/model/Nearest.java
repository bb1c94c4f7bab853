package org.selftuning.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * The valid word that a misspelt one most likely stands for.
 *
 * <p>Nearness is the optimal string alignment distance: the least number of letters inserted,
 * deleted, replaced or swapped with their neighbor that turns one word into the other. Case does
 * not count, and an underscore is as good as a hyphen.
 */
public final class Nearest {
  private Nearest() {}

  /**
   * Returns the word of {@code words} that is nearest to {@code word}, the first of equals; empty
   * where none is near: where more than a third of the letters (and more than one) differ, and
   * neither begins with the other.
   */
  public static Optional<String> to(String word, Collection<String> words) {
    String sought = folded(word);
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : words) {
      String other = folded(candidate);
      int limit = Math.max(1, Math.max(sought.length(), other.length()) / 3);
      int distance = distance(sought, other);
      if (distance > limit && begins(sought, other)) {
        distance = limit;
      }
      boolean near = distance <= limit && distance < Math.max(sought.length(), other.length());
      if (near && distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /**
   * Returns how an error message about {@code word} ends: {@code ; did you mean 'x'?} where a word
   * is near, otherwise the list of all of them.
   */
  public static String hint(String word, Collection<String> words) {
    return to(word, words)
        .map(near -> "; did you mean '" + near + "'?")
        .orElse(words.isEmpty() ? "" : "; valid: " + String.join(", ", words));
  }

  private static String folded(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean begins(String a, String b) {
    return Math.min(a.length(), b.length()) >= 3 && (a.startsWith(b) || b.startsWith(a));
  }

  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
    }
    return row[b.length()];
  }
}

package org.selftuning.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * A generated text that needs no download: sentences of a small probabilistic grammar. A network
 * has several things to learn of it: which words there are and how common they are; word order;
 * that a verb agrees with its subject across whatever stands between ("the cook that the pans
 * please sings"); that a pronoun agrees with what it stands for; and that a paragraph keeps to one
 * subject.
 *
 * <p>Sentence i of seed s depends on (s, i) alone; eight sentences make a paragraph.
 */
public final class GrammarText {
  private static final int PARAGRAPH = 8;

  /** Words that go together; nouns and verbs take an s in one number each. */
  private record Subject(
      List<String> nouns, List<String> acts, List<String> effects, List<String> qualities) {}

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(
              words("cook pan kettle spoon guest soup table napkin"),
              words("sing boil cool rest"),
              words("stir please burn fill clean"),
              words("hot sweet greasy small golden")),
          new Subject(
              words("sailor boat wave gull captain rope harbour storm"),
              words("drift sink sleep turn"),
              words("pull follow rock lift fear"),
              words("wet blue distant salty strong")),
          new Subject(
              words("farmer cow field tractor barn goat seed fence"),
              words("graze ripen wait grow"),
              words("feed surround plough lead guard"),
              words("green muddy weary patient wooden")),
          new Subject(
              words("teacher pupil book lesson desk riddle letter bell"),
              words("ring listen begin end"),
              words("explain read quote correct praise"),
              words("clever long difficult quiet new")),
          new Subject(
              words("planet comet moon rocket signal pilot beacon star"),
              words("shine return spin fade"),
              words("circle track meet hide measure"),
              words("bright cold remote silent round")));

  private static final List<String> SINGULAR = words("the a this every one");
  private static final List<String> PLURAL = words("the some these all two");
  private static final List<String> LINKS = words("because while until before although");
  private static final List<String> PREPOSITIONS = words("near behind under beside above");

  private GrammarText() {}

  /**
   * Returns a corpus of whole sentences; the parts are cut one after the other from the sentences
   * of {@code seed}. With 2,000 training sentences, about 20,000 words, a small LSTM overfits.
   *
   * @param train sentences to learn from
   * @param validation sentences for validation
   * @param test sentences for the final figure
   * @throws IllegalArgumentException if a part has no sentence
   */
  public static Corpus generate(int train, int validation, int test, long seed) {
    if (train < 1 || validation < 1 || test < 1) {
      throw new IllegalArgumentException(
          String.format(
              "grammar text: %d, %d and %d sentences; ask for 1 or more of each",
              train, validation, test));
    }
    List<String> known = new ArrayList<>(List.of(Vocabulary.UNKNOWN, Vocabulary.END));
    SUBJECTS.forEach(
        s -> {
          for (List<String> both : List.of(s.nouns, s.acts, s.effects)) {
            known.addAll(both);
            both.forEach(word -> known.add(word + "s"));
          }
          known.addAll(s.qualities);
        });
    List.of(SINGULAR, PLURAL, LINKS, PREPOSITIONS, words("that it they it them and ."))
        .forEach(known::addAll);
    Vocabulary vocabulary = Vocabulary.of(known);
    IntFunction<List<String>> sentence = i -> sentence(seed, i);
    return new Corpus(
        "grammar",
        Corpus.Unit.WORD,
        vocabulary,
        tokens(vocabulary, sentence, 0, train),
        tokens(vocabulary, sentence, train, train + validation),
        tokens(vocabulary, sentence, train + validation, train + validation + test));
  }

  private static int[] tokens(
      Vocabulary vocabulary, IntFunction<List<String>> sentence, int from, int to) {
    List<Integer> tokens = new ArrayList<>();
    for (int i = from; i < to; i++) {
      sentence.apply(i).forEach(word -> tokens.add(vocabulary.id(word)));
      tokens.add(vocabulary.id(Vocabulary.END));
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<String> words(String words) {
    return List.of(words.split(" "));
  }

  private static List<String> sentence(long seed, int number) {
    // Negative numbers, so that a paragraph's stream is no sentence's.
    int paragraph = -1 - number / PARAGRAPH;
    Subject subject = choose(SUBJECTS, Seeds.stream(seed, paragraph));
    Writer writer = new Writer(subject, Seeds.stream(seed, number));
    writer.sentence();
    return writer.text;
  }

  /** Returns one of the words; the one of rank r = 1, 2, … in proportion to 1 / (r + 2). */
  private static <T> T choose(List<T> words, SplittableRandom random) {
    double total = 0;
    for (int r = 1; r <= words.size(); r++) {
      total += 1.0 / (r + 2);
    }
    double left = random.nextDouble(total);
    int r = 1;
    while (r < words.size() && left >= 1.0 / (r + 2)) {
      left -= 1.0 / (r + 2);
      r++;
    }
    return words.get(r - 1);
  }

  /** Writes one sentence by the rules of the grammar, a method a rule. */
  private static final class Writer {
    private final Subject subject;
    private final SplittableRandom random;
    private final List<String> text = new ArrayList<>();

    Writer(Subject subject, SplittableRandom random) {
      this.subject = subject;
      this.random = random;
    }

    private boolean chance(double share) {
      return random.nextDouble() < share;
    }

    private void sentence() {
      boolean plural = thing(0.3);
      predicate(plural);
      if (chance(0.35)) {
        text.add(choose(LINKS, random));
        text.add(plural ? "they" : "it");
        predicate(plural);
      } else if (chance(0.25)) {
        text.add("and");
        predicate(plural);
      }
      text.add(".");
    }

    /** A noun with what belongs to it; returns whether it is plural. */
    private boolean thing(double clause) {
      boolean plural = chance(0.4);
      text.add(choose(plural ? PLURAL : SINGULAR, random));
      if (chance(0.35)) {
        text.add(choose(subject.qualities, random));
      }
      text.add(choose(subject.nouns, random) + (plural ? "s" : ""));
      if (chance(clause)) {
        text.add("that");
        if (chance(0.5)) {
          effect(plural);
          thing(0);
        } else {
          effect(thing(0));
        }
      } else if (chance(0.2)) {
        text.add(choose(PREPOSITIONS, random));
        thing(0);
      }
      return plural;
    }

    private void predicate(boolean plural) {
      if (chance(0.4)) {
        text.add(choose(subject.acts, random) + (plural ? "" : "s"));
      } else {
        effect(plural);
        if (chance(0.15)) {
          text.add(chance(0.5) ? "it" : "them");
        } else {
          thing(0.1);
        }
      }
    }

    private void effect(boolean plural) {
      text.add(choose(subject.effects, random) + (plural ? "" : "s"));
    }
  }
}

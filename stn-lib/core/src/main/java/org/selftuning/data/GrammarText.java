package org.selftuning.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * A generated text that needs no download: sentences of a small probabilistic grammar. A network
 * has several things to learn of it: which words there are and how common they are; word order;
 * that a verb agrees with its subject across the words in between ("the cook that the pans please
 * sings"); that a pronoun agrees with what it stands for; and that a paragraph keeps to one
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
    IntFunction<List<String>> sentence = i -> sentence(seed, i).text;
    return new Corpus(
        "grammar",
        Corpus.Unit.WORD,
        vocabulary,
        tokens(vocabulary, sentence, 0, train),
        tokens(vocabulary, sentence, train, train + validation),
        tokens(vocabulary, sentence, train + validation, train + validation + test));
  }

  /**
   * Returns the perplexity of the rules themselves on some of the sentences of a seed: exp of the
   * mean of −ln p over their tokens, with p the probability of a token after all before it. A
   * sentence can come about in one way only, so that its probability is that of the choices made.
   * No model can expect less, and one that does not count the sentences of a paragraph expects
   * more.
   *
   * @param from the number of the first sentence; those of training come first, then validation
   * @param to the number after that of the last
   * @throws IllegalArgumentException if there is no sentence between the two
   */
  public static double perplexity(int from, int to, long seed) {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          String.format("grammar text: there is no sentence from number %d to %d", from, to));
    }
    double surprise = 0;
    long tokens = 0;
    for (int i = from; i < to; i++) {
      Writer writer = sentence(seed, i);
      surprise += writer.choices.surprise;
      tokens += writer.text.size() + 1;
      if (i == from || i % PARAGRAPH == 0) {
        Choices choices = paragraph(seed, i);
        choices.one(SUBJECTS);
        surprise += choices.surprise;
      }
    }
    return Math.exp(surprise / tokens);
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

  private static Writer sentence(long seed, int number) {
    Subject subject = paragraph(seed, number).one(SUBJECTS);
    Writer writer = new Writer(subject, new Choices(Seeds.stream(seed, number)));
    writer.sentence();
    return writer;
  }

  /** What is chosen for the whole paragraph that contains sentence {@code number}. */
  private static Choices paragraph(long seed, int number) {
    // Negative numbers, so that a paragraph's stream is no sentence's.
    return new Choices(Seeds.stream(seed, -1 - number / PARAGRAPH));
  }

  /** Random choices, and how unlikely they were. */
  private static final class Choices {
    private final SplittableRandom random;

    /** −ln of the probability of all choices so far. */
    private double surprise;

    Choices(SplittableRandom random) {
      this.random = random;
    }

    boolean chance(double share) {
      boolean so = random.nextDouble() < share;
      surprise -= Math.log(so ? share : 1 - share);
      return so;
    }

    /** Returns one of these; the one of rank r = 1, 2, … in proportion to 1 / (r + 2). */
    <T> T one(List<T> of) {
      double total = 0;
      for (int r = 1; r <= of.size(); r++) {
        total += 1.0 / (r + 2);
      }
      double left = random.nextDouble(total);
      int r = 1;
      while (r < of.size() && left >= 1.0 / (r + 2)) {
        left -= 1.0 / (r + 2);
        r++;
      }
      surprise += Math.log(total * (r + 2));
      return of.get(r - 1);
    }
  }

  /** Writes one sentence by the rules of the grammar, a method a rule. */
  private static final class Writer {
    private final Subject subject;
    private final Choices choices;
    private final List<String> text = new ArrayList<>();

    Writer(Subject subject, Choices choices) {
      this.subject = subject;
      this.choices = choices;
    }

    private void sentence() {
      boolean plural = thing(0.3);
      predicate(plural);
      if (choices.chance(0.35)) {
        text.add(choices.one(LINKS));
        text.add(plural ? "they" : "it");
        predicate(plural);
      } else if (choices.chance(0.25)) {
        text.add("and");
        predicate(plural);
      }
      text.add(".");
    }

    /** A noun with what belongs to it; returns whether it is plural. */
    private boolean thing(double clause) {
      boolean plural = choices.chance(0.4);
      text.add(choices.one(plural ? PLURAL : SINGULAR));
      if (choices.chance(0.35)) {
        text.add(choices.one(subject.qualities));
      }
      text.add(choices.one(subject.nouns) + (plural ? "s" : ""));
      if (choices.chance(clause)) {
        text.add("that");
        if (choices.chance(0.5)) {
          effect(plural);
          thing(0);
        } else {
          effect(thing(0));
        }
      } else if (choices.chance(0.2)) {
        text.add(choices.one(PREPOSITIONS));
        thing(0);
      }
      return plural;
    }

    private void predicate(boolean plural) {
      if (choices.chance(0.4)) {
        text.add(choices.one(subject.acts) + (plural ? "" : "s"));
      } else {
        effect(plural);
        if (choices.chance(0.15)) {
          text.add(choices.chance(0.5) ? "it" : "them");
        } else {
          thing(0.1);
        }
      }
    }

    private void effect(boolean plural) {
      text.add(choices.one(subject.effects) + (plural ? "" : "s"));
    }
  }
}

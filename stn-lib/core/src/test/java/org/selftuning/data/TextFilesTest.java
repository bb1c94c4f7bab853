package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
  @TempDir Path root;

  private Path folder() throws IOException {
    Path folder = Files.createDirectories(root.resolve("tales"));
    Files.writeString(folder.resolve("a.train.txt"), " the cat sat \n the dog ran\n\n");
    Files.writeString(folder.resolve("a.valid.txt"), "the cat flew\n");
    Files.writeString(folder.resolve("a.test.txt"), "a dog sat");
    return folder;
  }

  @Test
  void wordsAreNumberedAsTheTrainingPartBringsThem() throws IOException {
    Corpus corpus = TextFiles.folder(folder(), Corpus.Unit.WORD);
    assertThat(corpus.vocabulary().tokens())
        .containsExactly("the", "cat", "sat", "<eos>", "dog", "ran", "<unk>");
    assertThat(corpus.train()).containsExactly(0, 1, 2, 3, 0, 4, 5, 3, 3);
    assertThat(corpus.validation()).as("'flew' is new").containsExactly(0, 1, 6, 3);
    assertThat(corpus.test()).containsExactly(6, 4, 2, 3);
    assertThat(corpus).hasToString("tales: 9 train, 4 validation, 4 test tokens; vocabulary 7");
    assertThat(corpus.decode(corpus.train())).isEqualTo("the cat sat\nthe dog ran\n\n");
  }

  @Test
  void charactersIncludeLineEnds() throws IOException {
    Corpus corpus = TextFiles.folder(folder(), Corpus.Unit.CHARACTER);
    assertThat(corpus.decode(corpus.validation())).isEqualTo("the cat flew\n");
    assertThat(corpus.vocabulary().tokens()).contains(" ", "\n", "f").doesNotContain("<unk>");
  }

  @Test
  void otherNamesServe() throws IOException {
    Path folder = Files.createDirectories(root.resolve("wiki"));
    Files.writeString(folder.resolve("wiki.train.tokens"), "a b");
    Files.writeString(folder.resolve("wiki.char.train.tokens"), "c d e f g");
    Files.writeString(folder.resolve("wiki_dev.txt"), "a");
    Files.writeString(folder.resolve("test.txt"), "b");
    assertThat(TextFiles.folder(folder, Corpus.Unit.WORD).train()).hasSize(3);
  }

  @Test
  void aMissingPartIsNamed() throws IOException {
    Path folder = folder();
    Files.delete(folder.resolve("a.valid.txt"));
    assertThatThrownBy(() -> TextFiles.folder(folder, Corpus.Unit.WORD))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            "tales: has no validation text; a corpus is three files such as ptb.train.txt,"
                + " ptb.valid.txt and ptb.test.txt; found: a.test.txt, a.train.txt");
  }

  @Test
  void anEmptyPartIsNamed() throws IOException {
    Path folder = folder();
    Files.writeString(folder.resolve("a.train.txt"), " \n\n");
    assertThatThrownBy(() -> TextFiles.folder(folder, Corpus.Unit.WORD))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("a.train.txt: is empty; a text is expected");
  }

  @Test
  void oneFileIsCutInOrder() throws IOException {
    Path file = Files.writeString(root.resolve("abc.txt"), "abcdefghijklmnopqrst");
    Corpus corpus = TextFiles.file(file, Corpus.Unit.CHARACTER, 0.1, 0.2);
    assertThat(corpus.decode(corpus.train())).isEqualTo("abcdefghijklmn");
    assertThat(corpus.decode(corpus.validation())).isEqualTo("op");
    assertThat(corpus.decode(corpus.test())).isEqualTo("qrst");
    assertThat(corpus.name()).isEqualTo("abc");
    assertThatThrownBy(() -> TextFiles.file(file, Corpus.Unit.CHARACTER, 0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leave a part empty");
  }

  @Test
  void threeFilesOfAnyNames() throws IOException {
    Path a = Files.writeString(root.resolve("one.txt"), "a b\nb c");
    Path b = Files.writeString(root.resolve("two"), "b d");
    Path c = Files.writeString(root.resolve("three.md"), "c");
    Corpus corpus = TextFiles.files(a, b, c, Corpus.Unit.WORD);
    assertThat(corpus.name()).isEqualTo("one");
    assertThat(corpus.decode(corpus.train())).isEqualTo("a b\nb c\n");
    assertThat(corpus.decode(corpus.validation())).isEqualTo("b <unk>\n");
    assertThat(corpus.decode(corpus.test())).isEqualTo("c\n");
  }

  @Test
  void theFirstTokensKeepTheVocabulary() throws IOException {
    Corpus all = TextFiles.folder(folder(), Corpus.Unit.WORD);
    Corpus first = all.first(5, 1, 4);
    assertThat(first.vocabulary()).isSameAs(all.vocabulary());
    assertThat(first.decode(first.train())).isEqualTo("the cat sat\nthe");
    assertThat(first.validation()).hasSize(1);
    assertThat(first.test()).isEqualTo(all.test());
    assertThatThrownBy(() -> all.first(5, 5, 4))
        .hasMessage(
            "the validation part of 'tales' has 4 tokens; choose a number from 1 to that, not 5");
    assertThatThrownBy(() -> all.first(0, 1, 1)).hasMessageContaining("not 0");
  }

  @Test
  void rareWordsOfOneFileAreUnknown() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < TextFiles.MOST_WORDS + 500; i++) {
      text.append("often w").append(i).append(' ');
    }
    Path file = Files.writeString(root.resolve("many.txt"), text);
    Corpus corpus = TextFiles.file(file, Corpus.Unit.WORD, 0.01, 0.01);
    assertThat(corpus.vocabulary().size()).isEqualTo(TextFiles.MOST_WORDS + 1);
    assertThat(corpus.decode(corpus.train())).startsWith("often w0 often").contains("often <unk>");
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path latin =
        Files.write(root.resolve("latin.txt"), "größe".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TextFiles.file(latin, Corpus.Unit.WORD, 0.1, 0.1))
        .hasMessage("latin.txt: line 1 is not UTF-8 text; save it as UTF-8");
    Path empty = Files.createFile(root.resolve("empty.txt"));
    assertThatThrownBy(() -> TextFiles.file(empty, Corpus.Unit.WORD, 0.1, 0.1))
        .hasMessage("empty.txt: is empty; a text is expected");
    Path brief = Files.writeString(root.resolve("brief.txt"), "ab");
    assertThatThrownBy(() -> TextFiles.file(brief, Corpus.Unit.CHARACTER, 0.1, 0.1))
        .hasMessage("brief.txt: 2 tokens are too few for three parts; take a longer text");
  }

  @Test
  void aVocabularyWithoutUnknownRefusesStrangers() {
    Vocabulary two = Vocabulary.of(List.of("a", "b", "a"));
    assertThat(two.size()).isEqualTo(2);
    assertThat(two.token(two.id("b"))).isEqualTo("b");
    assertThatThrownBy(() -> two.id("c")).hasMessageContaining("'c' is not in the vocabulary");
  }

  @Test
  void readsThePennTreebank() throws IOException {
    Corpus ptb = TextFiles.folder(SharedData.folder("ptb"), Corpus.Unit.WORD);
    assertThat(ptb)
        .hasToString("ptb: 929589 train, 73760 validation, 82430 test tokens; vocabulary 10000");
  }

  @Test
  void readsTinyShakespeareByCharacters() throws IOException {
    Path file = SharedData.folder("tinyshakespeare").resolve("input.txt");
    Corpus corpus = TextFiles.file(file, Corpus.Unit.CHARACTER, 0.05, 0.05);
    assertThat(corpus.vocabulary().size()).isEqualTo(65);
    assertThat(corpus.train().length + corpus.validation().length + corpus.test().length)
        .isEqualTo(1_115_394);
  }
}

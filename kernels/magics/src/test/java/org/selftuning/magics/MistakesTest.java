package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake is answered in one line that says what to do. */
final class MistakesTest {
  private static Bench bench;

  @BeforeAll
  static void prepare() throws Exception {
    bench = Bench.ready();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "trian mlp | there is no command '%stn trian'; did you mean 'train'?",
        "train --epohcs 3 | %stn train has no option '--epohcs'; did you mean '--epochs'?",
        "train --epohcs=3 | %stn train has no option '--epohcs'; did you mean '--epochs'?",
        "train a b | %stn train: 'b' is one word too many; see %stn train --help",
        "train --epochs x | 'x' is not an int; see %stn train --help",
        "train --epochs 0 | epochs must be at least 1, not 0",
        "train --model mpl | there is no model 'mpl'; did you mean 'mlp'?",
        "train --data digit | there is no data set 'digit'; did you mean 'digits'?",
        "train --weights sdg:0.1 | there is no optimizer 'sdg'; did you mean 'sgd'?",
        "train --weights sgd | 'sgd' is no optimizer with its rate; write sgd:RATE,MOMENTUM",
        "train --weights sgd:1,2 | sgd: momentum must lie in 0 … 1, 1 excluded, not 2.0",
        "train --fix rat=0.5 | the model has no hyperparameter 'rat'; did you mean 'rate'?",
        "train --fix rate=x | 'x' is no number; write --fix NAME=0.5",
        "train --device gpu9 | no device is named 'gpu9'; there is cpu",
        "train --batch 400 | a batch of 400 is larger than the training part",
        "data d stroke | there is no kind of data 'stroke'; did you mean 'strokes'?",
        "data d strokes x.csv | come from no file of yours; leave out x.csv",
        "data d strokes --test 2.5 | --test must be a whole number of examples, or a share below 1",
        "data d csv | data NAME csv FILE --target COLUMN, not nothing",
        "data d csv x.csv | table: name the target",
        "data d csv nowhere.csv --target y | nowhere.csv",
        "data d grammar x.txt | come from no file of yours; leave out x.txt",
        "data d grammar --validation 0.5 | --validation must be a whole number of sentences",
        "data d text | one file, a folder, or three files (training, validation, test), not nothing",
        "data d text a.txt b.txt | (training, validation, test), not 2 files",
        "data d strokes --split stratified | --split has no meaning for data of the kind 'strokes'",
        "data d strokes --target y | --target has no meaning for data of the kind 'strokes'",
        "data d text x.txt --standardize | --standardize has no meaning for data of the kind 'text'",
        "data d nowhere.csv --target y | nowhere.csv",
        "data d text nowhere.txt | nowhere.txt: no such file or folder",
        "data d text nowhere.txt --validation 2 | of one file of text is a share between 0 and 1",
        "data d text x.txt --unit line | expected one of [WORD, CHARACTER]",
        "data dd | there is no data set 'dd'",
        "data d csv x.csv --target y --missing wat | expected one of [REFUSE, DROP, FILL]",
        "model | missing required parameter: 'NAME'; see %stn model --help",
        "model nets | there is no model 'nets'",
        "model m --file nowhere.yaml | nowhere.yaml: no such file",
        "plot | there is no run yet; train one with %stn train NAME",
        "table nix | there is no run 'nix'; train one with %stn train NAME",
        "runs | there is no run yet",
        "resume | there is no run yet",
        "load r nowhere.stn | nowhere.stn",
        "help trian | there is no command '%stn trian'; did you mean 'train'?",
      })
  void saysWhatToDo(String line, String message) {
    Throwable thrown = catchThrowable(() -> bench.type(line));
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage()).containsIgnoringCase(message).doesNotContain("\n");
  }

  @Test
  void namesTheLineOfTheCell() {
    String misspelt = Bench.MODEL.replace("gated-linear: 16", "gated-liner: 16");
    assertThat(catchThrowable(() -> bench.cell("model m", misspelt)))
        .hasMessage("line 8: unknown layer 'gated-liner'; did you mean 'gated-linear'?");
  }

  @Test
  void refusesLinesBelowACommandThatTakesNone() {
    assertThat(catchThrowable(() -> bench.cell("runs", "x: 1")))
        .hasMessage("%stn runs takes no lines below it; only %stn model does");
  }
}

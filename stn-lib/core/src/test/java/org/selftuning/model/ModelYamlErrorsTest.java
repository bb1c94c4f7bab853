package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad models, and the one line that each is answered with. */
class ModelYamlErrorsTest {

  private static final String GOOD =
      """
      input: 784
      hyperparameters:
        p: {range: [0, 0.95], start: 0.05, sigma: 1}
      layers:
        - dropout: p
        - gated-linear: 256
        - relu
        - gated-linear: 10
      loss: cross-entropy
      """;

  private static ModelException error(String text) {
    ModelException e = catchThrowableOfType(ModelException.class, () -> ModelYaml.parse(text));
    assertThat(e).as("an error for:%n%s", text).isNotNull();
    assertThat(e.getMessage()).doesNotContain("\n", "\r", "null", "org.");
    return e;
  }

  /** The good model with one line replaced; {@code |} begins a new line. */
  private static ModelException with(int line, String replacement) {
    String[] lines = GOOD.split("\n");
    lines[line - 1] = replacement.replace('|', '\n').replace('→', '\t');
    return error(String.join("\n", lines) + "\n");
  }

  @Test
  void aLayerLikeNoneIsAnsweredWithAllThereAre() {
    assertThat(with(6, "  - convolution: 3"))
        .hasMessage(
            "line 6: unknown layer 'convolution'; valid: "
                + String.join(", ", Vocabulary.LAYERS.words())
                + "; one of your own: define its record and register it");
    assertThat(Vocabulary.LAYERS.words()).contains("gated-linear", "relu", "color-jitter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
      # keys
      1 ! imput: 784                                     ! line 1: unknown key 'imput'; did you mean 'input'?
      1 ! depth: 784                                     ! line 1: unknown key 'depth'; valid: input, hyperparameters, gates, layers, loss
      9 ! losss: cross-entropy                           ! line 9: unknown key 'losss'; did you mean 'loss'?
      9 ! input: 784                                     ! line 9: the key 'input' is given twice, first on line 1
      9 ! # none                                         ! line 1: the key 'loss' is missing; a model is a mapping with the keys input, layers and loss
      1 ! 3: 784                                         ! line 1: a key must be text, not '3'; put it in quotes
      1 ! `? [input]|: 784` ! line 1: a key must be text, not a list
      # input
      1 ! `input: `                                      ! line 1: input must be a whole number or a list such as [28, 28, 1], not empty
      1 ! input: wide                                    ! line 1: input must be a whole number or a list such as [28, 28, 1], not 'wide'
      1 ! input: {width: 784}                            ! line 1: input must be a whole number or a list such as [28, 28, 1], not a mapping
      1 ! input: 784.5                                   ! line 1: input must be a whole number, not '784.5'
      1 ! input: 0x10                                    ! line 1: input must be a whole number, not '0x10'
      1 ! input: [28, 28, one]                           ! line 1: input must be a whole number, not 'one'
      1 ! input: 0                                       ! line 1: shape [0]: every extent must be at least 1
      1 ! input: 99999999999                             ! line 1: input must be a whole number, not '99999999999'
      1 ! input: [99999, 99999]                          ! line 1: input: 99999 × 99999 is more than 2147483647 numbers an example
      # hyperparameters
      3 ! `  p: {range: [0, 1], start: 0.5, sigme: 1}`   ! line 3: hyperparameter 'p': unknown key 'sigme'; did you mean 'sigma'?
      3 ! `  p: {range: [0, 1], start: 0.5, start: 1}`   ! line 3: hyperparameter 'p': the key 'start' is given twice, first on line 3
      3 ! `  p: {range: [0, 1]}`                         ! line 3: hyperparameter 'p': the key 'start' is missing
      3 ! `  p: {start: 0.5}`                            ! line 3: hyperparameter 'p': the key 'range' is missing
      3 ! `  p: 0.5`                                     ! line 3: hyperparameter 'p' must be {range: …, start: …}, not '0.5'
      3 ! `  p:`                                         ! line 3: hyperparameter 'p' must be {range: …, start: …}, not empty
      3 ! `  p:|    range: [0, 1]|    start: 1.5`        ! line 5: hyperparameter 'p': start: 1.5 lies outside the range [0, 1]
      3 ! `  p: {range: positive, start: -1}`            ! line 3: hyperparameter 'p': start: -1 lies outside the range positive
      3 ! `  p: {range: [0, 1], start: half}`            ! line 3: hyperparameter 'p': start must be a number, not 'half'
      3 ! `  p: {range: [0, 1], start: .nan}`            ! line 3: hyperparameter 'p': start must be a number, not '.nan'
      3 ! `  p: {range: real, start: 1e999}`             ! line 3: hyperparameter 'p': start must be a number, not '1e999'
      3 ! `  p: {range: [0, 1], start: 0.5, sigma: 0}`   ! line 3: hyperparameter 'p': sigma must be a positive number, not 0
      3 ! `  p: {range: [0, 1], start: 0, discrete: 1}`  ! line 3: hyperparameter 'p': discrete must be true or false, not '1'
      3 ! `  p: {range: [0, 1], start: 0.5, discrete: true}` ! line 3: hyperparameter 'p': a discrete hyperparameter needs whole numbers as its range and start
      3 ! `  p: {range: [0, 1], start: 0.5, per: bach}`  ! line 3: hyperparameter 'p': per: unknown word 'bach'; did you mean 'batch'?
      3 ! `  p: {range: postive, start: 0.5}`            ! line 3: hyperparameter 'p': range: unknown word 'postive'; did you mean 'positive'?
      3 ! `  p: {range: [1, 0], start: 0.5}`             ! line 3: hyperparameter 'p': range: the lower end of [1, 0] must lie below the upper end
      3 ! `  p: {range: [0], start: 0.5}`                ! line 3: hyperparameter 'p': range: a range has two ends, [low, high], not 1
      3 ! `  p: {range: [0, x], start: 0.5}`             ! line 3: hyperparameter 'p': range must be a number, not 'x'
      3 ! `  p: {range: 3, start: 0.5}`                  ! line 3: hyperparameter 'p': range must be [low, high], positive, real, {above: low} or {below: high}, not '3'
      3 ! `  p: {range: {abov: 1}, start: 0.5}`          ! line 3: hyperparameter 'p': range: unknown key 'abov'; did you mean 'above'?
      3 ! `  p: {range: {above: 0, below: 1}, start: 0.5}` ! line 3: hyperparameter 'p': range: give either above or below; for both, write [low, high]
      3 ! `  p: {range: [0, 1], start: 0}|  p: {}`       ! line 4: hyperparameters: the key 'p' is given twice, first on line 3
      3 ! `  p: {range: [0, 1], start: 0}|  q: {range: [0, 1], start: 0}` ! line 4: hyperparameter 'q' is used by no layer; use it or take it out
      3 ! `  "": {range: [0, 1], start: 0}`              ! line 3: a hyperparameter needs a name
      3 ! `  - p`                                        ! line 2: hyperparameters must be a mapping from names to {range: …, start: …}, not a list
      # layers
      6 ! `  - gated-liner: 256`                         ! line 6: unknown layer 'gated-liner'; did you mean 'gated-linear'?
      6 ! `  - gated-linear 256`                         ! line 6: unknown layer 'gated-linear 256'; did you mean 'gated-linear: 256'?
      6 ! `  - gated-linear:256`                         ! line 6: unknown layer 'gated-linear:256'; did you mean 'gated-linear: 256'?
      6 ! `  - gated-linear`                             ! line 6: layer 2: gated-linear: 'units' is missing; it is a whole number
      6 ! `  - gated-linear:`                            ! line 6: layer 2: gated-linear: 'units' is missing; it is a whole number
      6 ! `  - gated-linear: wide`                       ! line 6: layer 2: gated-linear: units must be a whole number, not 'wide'
      6 ! `  - gated-linear: 0`                          ! line 6: gated-linear: units must be at least 1, not 0
      6 ! `  - gated-linear: {unit: 5}`                  ! line 6: layer 2: gated-linear: unknown key 'unit'; did you mean 'units'?
      6 ! `  - gated-linear:|      units: [5]`           ! line 7: layer 2: gated-linear: units must be a whole number, not a list
      6 ! `  - gated-linear:|    units: 5`               ! line 6: layer 2: expected one layer but found 'gated-linear', 'units'; indent its arguments below it, or begin the next with '- '
      6 ! `  - [relu]`                                   ! line 6: layer 2 must be a layer, such as gated-linear, not a list
      6 ! `  - 256`                                      ! line 6: layer 2 must be a layer, such as gated-linear, not '256'
      6 ! `  -`                                          ! line 6: layer 2 must be a layer, such as gated-linear, not empty
      7 ! `  - relu: 3`                                  ! line 7: layer 3: relu: it takes no arguments; write just 'relu'
      5 ! `  - dropout: q`                               ! line 5: layer 1: hyperparameter 'q' is not declared; valid: p
      5 ! `  - dropout: input_rate`                      ! line 5: layer 1: hyperparameter 'input_rate' is not declared; valid: p
      5 ! `  - dropout: 1.5`                             ! line 5: dropout: the rate must lie in 0 … 1, not 1.5
      5 ! `  - dropout: true`                            ! line 5: layer 1: dropout: rate must be a number or the name of a hyperparameter, not 'true'
      5 ! `  - dropout: 0.5`                             ! line 3: hyperparameter 'p' is used by no layer; use it or take it out
      1 ! input: [28, 28, 1]                             ! line 6: layer 2: gated-linear needs a flat input but gets 28 × 28 × 1; put flatten before it
      # loss
      9 ! loss: cross_entropy                            ! line 9: unknown loss 'cross_entropy'; did you mean 'cross-entropy'?
      9 ! loss: 3                                        ! line 9: loss must be a loss, such as cross-entropy, not '3'
      8 ! `  - gated-linear: 1`                          ! line 9: cross-entropy needs one output a class, at least two, but the network's output is 1
      # YAML
      6 ! `→- gated-linear: 256`                         ! line 6, column 1: a tab where YAML wants spaces
      6 ! `   - gated-linear: 256`                       ! line 6, column 4: not valid YAML; check the indentation of this line
      6 ! `  gated-linear: 256`                          ! line 6, column 3: not valid YAML; check the indentation of this line
      3 ! `  p: {range: [0, 1], start: 0.5`              ! line 3, column 6: a bracket or quote is opened here and never closed
      3 ! `  p: {range: [0, 1] start: 0.5}` ! line 3, column 21: expected ',' or '}' here
      1 ! input: "784                                    ! line 1, column 8: a bracket or quote is opened here and never closed
      1 ! input: size: 784                               ! line 1, column 12: a ':' that does not fit here; check the indentation of this line and the one above
      9 ! loss: [cross-entropy                           ! line 9, column 7: a bracket or quote is opened here and never closed
      7 ! -relu ! line 7, column 1: neither 'key: value' nor '- item'; a blank follows ':' and '-'
      9 ! loss: *best                                    ! line 9, column 7: not valid YAML: found undefined alias best
      """)
  void isAnsweredWithOneLine(int line, String replacement, String message) {
    assertThat(with(line, replacement)).hasMessage(message);
  }

  @Test
  void aWordThatIsNearToNoneIsAnsweredWithAll() {
    assertThat(with(6, "  - transformer: 3"))
        .hasMessageStartingWith(
            "line 6: unknown layer 'transformer'; valid: gated-linear, linear, ")
        .hasMessageEndingWith(
            ", "
                + Vocabulary.LAYERS.words().get(Vocabulary.LAYERS.words().size() - 1)
                + "; one of your own: define its record and register it");
  }

  @Test
  void nothingToReadIsSaid() {
    String message =
        "the model is empty; it must be a mapping with the keys input, layers and loss";
    assertThat(error("")).hasMessage(message);
    assertThat(error("\n  \n# only a comment\n")).hasMessage(message);
    assertThat(error("~")).hasMessage(message);
  }

  @Test
  void somethingElseThanAModelIsSaid() {
    assertThat(error("- relu\n"))
        .hasMessage(
            "line 1: the model must be a mapping with the keys input, layers and loss, not a list");
    assertThat(error("hello")).hasMessageStartingWith("line 1: the model must be a mapping");
  }

  @Test
  void layersMustBeAList() {
    String text = "input: 4\nlayers:\n  linear: 3\n  relu:\nloss: cross-entropy\n";
    assertThat(error(text))
        .hasMessage(
            "line 2: layers must be a list of layers, each on a line that begins with '- ',"
                + " not a mapping");
  }

  @Test
  void gatesNeedHyperparametersAndHyperparametersNeedGates() {
    assertThat(error("input: 4\nlayers:\n  - gated-linear: 3\nloss: cross-entropy\n"))
        .hasMessage(
            "line 3: layer 1: a gated layer needs a hyperparameter to respond to;"
                + " declare one, or take the ordinary layer");
    assertThat(error("input: 4\nlayers:\n  - dropout: p\nloss: cross-entropy\n"))
        .hasMessage(
            "line 3: layer 1: hyperparameter 'p' is not declared; declare it under hyperparameters");
    assertThat(
            error(
                """
                input: 4
                layers: [dropout: p, linear: 3]
                hyperparameters:
                  p: {range: [0, 1], start: 0.5}
                loss: cross-entropy
                """))
        .hasMessage(
            "line 3: nothing responds to the hyperparameters: at least one layer must be gated");
  }

  /** A model for images in color with one layer replaced or added. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
      gated-conv2d: {filters: 4, kernel: 3, stride: 33}     ! line 7: layer 3: gated-conv2d: a stride of 33 does not fit an image of 32 × 32
      gated-conv2d: {filters: 4, kernel: 40}                ! line 7: layer 3: gated-conv2d: a size of 40 × 40 is larger than the image of 32 × 32 with its padding of 0
      gated-conv2d: {filters: 4, kernel: 3, padding: 3}     ! line 7: gated-conv2d: padding must lie in 0 … 2 (the kernel less 1), not 3
      gated-conv2d: {filters: 4, kernel: 3, strid: 2}       ! line 7: layer 3: gated-conv2d: unknown key 'strid'; did you mean 'stride'?
      gated-conv2d: {kernel: 3}                             ! line 7: layer 3: gated-conv2d: 'filters' is missing; it is a whole number
      max-pool: 64                                          ! line 7: layer 3: max-pool: a size of 64 × 64 is larger than the image of 32 × 32 with its padding of 0
      channel-dropout: rate                                 ! line 7: layer 3: hyperparameter 'rate' is not declared; valid: hue
      cutout: {holes: 1, length: size}                      ! line 7: layer 3: hyperparameter 'size' is not declared; valid: hue
      normalize: {mean: [0.5], std: [0.2, 0.2, 0.2]}        ! line 7: normalize needs as many means as standard deviations, one a channel, not 1 and 3
      """)
  void isAnsweredWithOneLineForImagesToo(String layer, String message) {
    assertThat(
            error(
                """
                input: [32, 32, 3]
                hyperparameters:
                  hue: {range: [0, 0.5], start: 0.05}
                layers:
                  - color-jitter: {hue: hue}
                  - horizontal-flip
                  - %s
                  - flatten
                  - gated-linear: 10
                loss: cross-entropy
                """
                    .formatted(layer)))
        .hasMessage(message);
  }

  @Test
  void aForbiddenCharacterIsNamed() {
    assertThat(error("input: 4\nlayers: \u0007\n"))
        .hasMessage("line 2: the character U+0007 is not allowed");
  }

  @Test
  void aCharacterThatCannotBeSeenIsShown() {
    assertThat(with(7, "  - relu\u00A0"))
        .hasMessage("line 7: unknown layer 'relu‹U+00A0›'; did you mean 'relu'?");
  }

  @Test
  void endlessNestingIsRefused() {
    assertThat(error("input: " + "[".repeat(50_000)))
        .hasMessage("line 1: lists and mappings are nested more than 50 deep; no model needs that");
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(error(GOOD + "---\n" + GOOD).getMessage())
        .isEqualTo("line 10, column 1: not valid YAML: but found another document");
  }

  @Test
  void theErrorKnowsItsPlace() {
    ModelException e = with(7, "  - rellu");
    assertThat(e.line()).isEqualTo(7);
    assertThat(e.source()).isEmpty();
    assertThat(e.problem()).isEqualTo("unknown layer 'rellu'; did you mean 'relu'?");
  }
}

package org.selftuning.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** Formulas become well-formed MathML that says what the TeX says. */
final class TexMathTest {
  private static String body(String tex) {
    String math = TexMath.toMathMl(tex, false);
    return math.substring("<math><semantics><mrow>".length(), math.indexOf("</mrow><annotation"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\lambda|<mi>λ</mi>",
        "x_i|<msub><mrow><mi>x</mi></mrow><mrow><mi>i</mi></mrow></msub>",
        "\\frac{1}{2}|<mfrac><mrow><mrow><mn>1</mn></mrow></mrow><mrow><mrow><mn>2</mn></mrow></mrow></mfrac>",
        "a \\odot b|<mi>a</mi><mo>⊙</mo><mi>b</mi>",
        "\\mathbb{R}|<mrow><mi mathvariant=\"normal\">ℝ</mi></mrow>",
        "\\mathrm{elem}|<mi mathvariant=\"normal\">elem</mi>",
        "0.05|<mn>0.05</mn>",
        "\\unknown|<mtext>\\unknown</mtext>",
      })
  void writesTheElement(String tex, String mathMl) {
    assertThat(body(tex)).isEqualTo(mathMl);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "W(\\lambda) = W_{elem} + diag(V\\lambda) W_{hyper}",
        "\\lambda \\leftarrow \\lambda - \\alpha_2 \\frac{\\partial}{\\partial\\lambda}"
            + "\\left[F(\\lambda+\\varepsilon, \\hat{w}) - \\tau H(p(\\varepsilon|\\sigma))\\right]",
        "\\sum_{i=1}^{n} \\log\\left(\\sigma_i \\sqrt{2\\pi e}\\right)",
        "\\begin{cases} x^2 & x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
        "\\begin{aligned} a &= b \\\\ &< c \\end{aligned}",
        "x' + y'' \\sim \\mathcal{N}(0, \\sigma^2)",
        "\\underbrace{a+b}_{\\text{sum}} \\not= c",
        "{ a \\right) } } b_",
        "\\frac{a",
        "\\",
        "a & b < c",
      })
  void staysWellFormed(String tex) {
    for (boolean display : new boolean[] {true, false}) {
      String math = TexMath.toMathMl(tex, display);
      assertThatCode(
              () ->
                  DocumentBuilderFactory.newInstance()
                      .newDocumentBuilder()
                      .parse(new InputSource(new StringReader(math))))
          .as(math)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void keepsTheTexForWhoCopiesIt() {
    assertThat(TexMath.toMathMl("a < b", true))
        .startsWith("<math display=\"block\">")
        .contains("<annotation encoding=\"application/x-tex\">a &lt; b</annotation>");
  }
}

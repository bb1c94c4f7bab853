package org.selftuning.notebook;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;

/** The text of a markdown cell as HTML, its formulas as MathML. */
final class Markdown {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  /** Addresses with other schemes, such as {@code javascript:}, are left out. */
  private static final UrlSanitizer ADDRESSES =
      new DefaultUrlSanitizer(List.of("http", "https", "mailto", "data", "file", "attachment"));

  /** The most quotes, lists, links and the like within each other. */
  private static final int DEEPEST = 100;

  private Markdown() {}

  /**
   * Renders {@code text}; one that is nested more than {@value #DEEPEST} deep stays as it is
   * written.
   *
   * @param image turns the address of an image into one that works on the page
   * @param trusted whether HTML in the text stays as it is; else it is made {@link Html#harmless}
   */
  static String toHtml(String text, UnaryOperator<String> image, boolean trusted) {
    Formulas formulas = new Formulas(text);
    Node document = PARSER.parse(formulas.rest());
    if (isDeep(document)) {
      return "<pre>" + Html.escape(text) + "</pre>\n";
    }
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Image node) {
            node.setDestination(image.apply(node.getDestination()));
            visitChildren(node);
          }

          @Override
          public void visit(HtmlBlock node) {
            node.setLiteral(trusted ? node.getLiteral() : Html.harmless(node.getLiteral()));
          }

          @Override
          public void visit(HtmlInline node) {
            node.setLiteral(trusted ? node.getLiteral() : Html.harmless(node.getLiteral()));
          }
        });
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .sanitizeUrls(!trusted)
            .urlSanitizer(ADDRESSES)
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) -> {
                      if (node instanceof Heading heading) {
                        attributes.put("id", anchor(heading));
                      }
                    })
            .build();
    return formulas.putBack(renderer.render(document));
  }

  /** Whether nodes are nested too deeply to visit them, found without a call for each level. */
  private static boolean isDeep(Node root) {
    int depth = 0;
    Node at = root;
    while (at != null && depth <= DEEPEST) {
      if (at.getFirstChild() != null) {
        at = at.getFirstChild();
        depth++;
      } else {
        while (at != null && at.getNext() == null) {
          at = at.getParent();
          depth--;
        }
        at = at == null ? null : at.getNext();
      }
    }
    return at != null;
  }

  private static String anchor(Heading heading) {
    StringBuilder text = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text node) {
            text.append(node.getLiteral());
          }

          @Override
          public void visit(Code node) {
            text.append(node.getLiteral());
          }
        });
    return Formulas.without(text.toString())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }
}

package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The magics on JJava's base classes, with a front end that remembers what it is sent. */
class JJavaExtensionTest {
  private final List<ContentType<?>> sent = new ArrayList<>();
  private final Kernel kernel = new Kernel(new Output(new Recording(sent)));

  @BeforeEach
  void install() {
    assertThat(ServiceLoader.load(Extension.class))
        .singleElement()
        .isInstanceOf(JJavaExtension.class);
    ServiceLoader.load(Extension.class).forEach(extension -> extension.install(kernel));
  }

  private Object line(String... words) throws Exception {
    return kernel.getMagicsRegistry().evalLineMagic(kernel, "stn", List.of(words));
  }

  @Test
  void showsSamplesAsAPicture() throws Exception {
    line("data", "jjava", "strokes", "--train", "40", "--validation", "20", "--test", "20;");
    assertThat(sent)
        .filteredOn(PublishDisplayData.class::isInstance)
        .anySatisfy(
            content -> {
              DisplayData data = (DisplayData) content;
              assertThat(data.getData(MIMEType.IMAGE_PNG)).asString().startsWith("iVBORw0KGgo");
              assertThat(data.getData(MIMEType.TEXT_PLAIN)).asString().contains("samples");
            });
  }

  @Test
  void aRunChangesItsDisplayInPlace() throws Exception {
    line("data", "jjava", "strokes", "--train", "40", "--validation", "20", "--test", "20");
    Object model =
        kernel
            .getMagicsRegistry()
            .evalCellMagic(
                kernel,
                "stn",
                List.of("model", "jjava"),
                """
                input: 784
                hyperparameters: {rate: {range: [0, 0.95], start: 0.05}}
                layers: [dropout: rate, gated-linear: 10]
                loss: cross-entropy
                """);
    assertThat(model).isNotNull();
    line("train", "jjava", "--epochs", "3", "--batch", "10");
    List<String> shown = ids(PublishDisplayData.class);
    assertThat(shown).isNotEmpty();
    assertThat(ids(PublishUpdateDisplayData.class)).isNotEmpty().isSubsetOf(shown);
  }

  @Test
  void aMistakeIsOneLine() {
    assertThatThrownBy(() -> line("trian", "x")).message().contains("train").hasLineCount(1);
  }

  private List<String> ids(Class<? extends DisplayData> type) {
    return sent.stream()
        .filter(type::isInstance)
        .map(content -> ((DisplayData) content).getDisplayId())
        .filter(id -> id != null)
        .toList();
  }

  private static final class Recording extends ShellReplyEnvironment {
    private final List<ContentType<?>> sent;

    Recording(List<ContentType<?>> sent) {
      super(null, null, null, null);
      this.sent = sent;
    }

    @Override
    public synchronized <T extends ContentType<T>> void publish(T content) {
      sent.add(content);
    }
  }

  private static final class Output extends JupyterIO {
    Output(ShellReplyEnvironment environment) {
      super(StandardCharsets.UTF_8);
      setEnv(environment);
    }
  }

  private static final class Kernel extends BaseKernel {
    Kernel(JupyterIO io) {
      super(
          "java",
          "17",
          null,
          List.of(),
          null,
          io,
          new CommManager(),
          new Renderer(),
          null,
          new MagicsRegistry(),
          false,
          new StringStyler.Builder().build());
    }

    @Override
    public Object evalRaw(String code) {
      assertThat(code).startsWith("import ");
      return null;
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extra) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String isComplete(String code) {
      throw new UnsupportedOperationException();
    }
  }
}

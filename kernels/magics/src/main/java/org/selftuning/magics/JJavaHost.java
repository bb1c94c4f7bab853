package org.selftuning.magics;

import com.google.gson.JsonParser;
import java.util.Base64;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** A notebook, seen through JJava: {@link KernelHost} in the classes of that kernel. */
final class JJavaHost implements Host {
  private final BaseKernel kernel;

  JJavaHost(BaseKernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Makes the kernel show tables, figures, models, arrays and images as {@link Renderings} does.
   */
  void register() {
    Renderings.all().forEach(this::register);
  }

  private <T> void register(Renderings.Rendering<T> rendering) {
    kernel
        .getRenderer()
        .createRegistration(rendering.type())
        .supporting(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG)
        .register(
            (value, context) ->
                context.getOutputContainer().assign(data(rendering.look().apply(value))));
  }

  @Override
  public void show(MimeBundle bundle) {
    kernel.getIO().display.display(data(bundle));
  }

  @Override
  public void show(String id, MimeBundle bundle) {
    kernel.getIO().display.display(data(id, bundle));
  }

  @Override
  public void update(String id, MimeBundle bundle) {
    kernel.getIO().display.updateDisplay(data(id, bundle));
  }

  @Override
  public void print(String line) {
    kernel.getIO().out.println(line);
  }

  private static DisplayData data(String id, MimeBundle bundle) {
    DisplayData data = data(bundle);
    data.putTransientData(DisplayData.DISPLAY_ID_KEY, id);
    return data;
  }

  private static DisplayData data(MimeBundle bundle) {
    DisplayData data = new DisplayData(bundle.plain());
    bundle.html().ifPresent(data::putHTML);
    bundle
        .picture()
        .ifPresent(
            picture ->
                data.putData(
                    MIMEType.IMAGE_PNG,
                    Base64.getEncoder().encodeToString(picture.png()),
                    Map.of("width", picture.width(), "height", picture.height())));
    bundle
        .vegaLite()
        .ifPresent(chart -> data.putData(MimeBundle.VEGA_LITE, JsonParser.parseString(chart)));
    return data;
  }
}

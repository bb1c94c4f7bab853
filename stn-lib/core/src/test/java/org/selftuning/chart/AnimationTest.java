package org.selftuning.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.record.History;
import org.selftuning.record.MadeUpRun;
import org.selftuning.record.RunSnapshot;

/** An animation is read back as the pictures that it should hold. */
final class AnimationTest {
  private static final MadeUpRun RUN = new MadeUpRun(30, 20, MadeUpRun.dropouts());

  private static ImageReader reader(byte[] gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
    return reader;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsTheCourseFromItsStartToItsEnd(boolean many) throws IOException {
    History history = many ? new MadeUpRun(30, 20, MadeUpRun.many()).history() : RUN.history();
    Animation animation = Animation.hyperparameters(history, 0.5);
    byte[] gif = animation.gif();
    assertThat(new String(gif, StandardCharsets.ISO_8859_1))
        .startsWith("GIF89a")
        .contains("NETSCAPE2.0");
    ImageReader reader = reader(gif);
    assertThat(reader.getNumImages(true)).isEqualTo(4);
    BufferedImage first = reader.read(0);
    BufferedImage last = reader.read(3);
    assertThat(first.getWidth()).isEqualTo(900);
    assertThat(first.getHeight()).isEqualTo(animation.last().cssHeight());
    assertThat(share(first, last)).isBetween(0.002, 0.3);
    assertThat(share(last, animation.last().image(1))).isLessThan(0.002);
  }

  @Test
  void holdsItsLastPicture() throws IOException {
    ImageReader reader = reader(Animation.hyperparameters(RUN.history(), 1).gif());
    assertThat(reader.getNumImages(true)).isEqualTo(8);
    assertThat(List.of(delay(reader, 0), delay(reader, 6), delay(reader, 7)))
        .containsExactly("13", "13", "200");
  }

  private static String delay(ImageReader reader, int picture) throws IOException {
    IIOMetadataNode root =
        (IIOMetadataNode) reader.getImageMetadata(picture).getAsTree("javax_imageio_gif_image_1.0");
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    return control.getAttribute("delayTime");
  }

  @Test
  void refusesWhatCannotMove() {
    History plain = new MadeUpRun(3, 20, List.of()).history();
    assertThatThrownBy(() -> Animation.hyperparameters(plain, 6))
        .hasMessage("this run tunes no hyperparameters, so there is nothing to animate");
    assertThatThrownBy(() -> Animation.hyperparameters(RUN.history(), 0))
        .hasMessage("an animation takes 0.5 … 60 seconds, not 0.0");
    assertThatThrownBy(() -> Animation.hyperparameters(RUN.history(), 1).save(Path.of("x.png")))
        .hasMessageContaining("its name should end in .gif");
  }

  @Test
  void aSnapshotKnowsEarlierMoments() {
    RunSnapshot whole = RUN.history().snapshot();
    RunSnapshot then = RUN.historyUpTo(430).snapshot();
    RunSnapshot cut = whole.upTo(430);
    assertThat(cut.steps()).isEqualTo(then.steps()).isEqualTo(430);
    assertThat(cut.latestValues()).containsExactly(then.latestValues());
    assertThat(cut.epochs()).hasSameSizeAs(then.epochs());
    assertThat(cut.ending()).isNull();
    assertThat(whole.upTo(10_000)).isSameAs(whole);
  }

  private static double share(BufferedImage a, BufferedImage b) {
    int differ = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        differ += distance(a.getRGB(x, y), b.getRGB(x, y)) > 40 ? 1 : 0;
      }
    }
    return (double) differ / (a.getWidth() * a.getHeight());
  }

  private static int distance(int a, int b) {
    int most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      most = Math.max(most, Math.abs((a >> shift & 255) - (b >> shift & 255)));
    }
    return most;
  }
}

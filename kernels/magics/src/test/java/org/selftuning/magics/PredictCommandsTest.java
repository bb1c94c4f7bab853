package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.predict.ClassificationReport;
import org.selftuning.predict.LanguageReport;
import org.selftuning.predict.RegressionReport;
import tech.tablesaw.api.Table;

/** From raw files to predictions, evaluations and mistakes, in a session and from a checkpoint. */
final class PredictCommandsTest {
  private static final String TABLE_MODEL =
      """
      input: %d
      hyperparameters:
        rate: {range: [0, 0.9], start: 0.1}
      layers:
        - dropout: rate
        - gated-linear: 8
        - relu
        - gated-linear: %d
      loss: %s
      """;

  @TempDir Path folder;

  private final Bench bench = new Bench();

  /** Light and dark pictures, the two hard to tell apart now and then. */
  private Path photos() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 80; i++) {
      boolean day = i % 2 == 0;
      BufferedImage image = new BufferedImage(10, 8, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = image.createGraphics();
      int level = (int) Math.max(0, Math.min(255, (day ? 150 : 105) + 40 * random.nextGaussian()));
      g.setColor(new Color(level, level, 128));
      g.fillRect(0, 0, 10, 8);
      g.dispose();
      Path file = folder.resolve("photos").resolve(day ? "day" : "night").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
    return folder.resolve("photos");
  }

  private void picture(MimeBundle bundle, String name) throws IOException {
    Path gallery = Files.createDirectories(Path.of("target", "pictures"));
    Files.write(gallery.resolve(name + ".png"), bundle.picture().orElseThrow().png());
  }

  @Test
  void images() throws Exception {
    Path photos = photos();
    bench.type("data pets images " + photos + " --cache " + folder.resolve("cache"));
    bench.cell(
        "model net",
        """
        input: [8, 10, 3]
        hyperparameters:
          rate: {range: [0, 0.9], start: 0.1}
        layers:
          - flatten
          - gated-linear: 8
          - relu
          - dropout: rate
          - gated-linear: 2
        loss: cross-entropy
        """);
    bench.type(
        "train pets --model net --data pets --epochs 4 --warmup-epochs 1 --batch 8 --seed 1");
    Path checkpoint = folder.resolve("pets.stn");
    bench.type("save pets " + checkpoint);
    Path csv = folder.resolve("all.csv");
    Table all = (Table) bench.type("predict pets " + photos + " --save " + csv);
    assertThat(all.rowCount()).isEqualTo(80);
    assertThat(all.columnNames())
        .containsExactly("file", "predicted", "probability", "actual", "p(day)", "p(night)");
    assertThat(Files.readString(csv)).contains("day/0.png").contains("predicted");

    bench.host.shown.clear();
    ClassificationReport report = (ClassificationReport) bench.type("evaluate pets");
    assertThat(report.size()).isEqualTo(16);
    assertThat(bench.host.shown).hasSize(5);
    picture(bench.shown(3), "confusion");
    picture(bench.shown(4), "reliability");

    Bench fresh = new Bench();
    Table again = (Table) fresh.type("predict " + checkpoint + " " + photos);
    assertThat(again.print()).isEqualTo(all.print());
    ClassificationReport whole =
        (ClassificationReport) fresh.type("evaluate " + checkpoint + " " + photos);
    fresh.host.shown.clear();
    Table mistakes = (Table) fresh.type("mistakes " + checkpoint + " " + photos + " --most 100");
    assertThat(mistakes.rowCount())
        .isEqualTo((int) Math.round(80 * (1 - whole.accuracy())))
        .isPositive();
    picture(fresh.shown(1), "mistakes");
    assertThatThrownBy(() -> fresh.type("evaluate " + checkpoint))
        .hasMessageContaining("is a checkpoint, which holds no data");
    assertThatThrownBy(() -> fresh.type("predict gone.stn " + photos))
        .hasMessageContaining("gone.stn does not exist");
    assertThatThrownBy(() -> fresh.type("predict nothing " + photos))
        .hasMessageContaining("there is no run 'nothing'");
    assertThatThrownBy(() -> fresh.type("predict " + checkpoint + " " + folder.resolve("no.png")))
        .hasMessageContaining("no.png");
  }

  @Test
  void tables() throws Exception {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("rooms,garden,price\n");
    for (int i = 0; i < 200; i++) {
      int rooms = 1 + random.nextInt(8);
      boolean garden = random.nextBoolean();
      double price = 50 + 30 * rooms + (garden ? 40 : 0) + 10 * random.nextGaussian();
      csv.append(String.format("%d,%s,%.1f%n", rooms, garden ? "yes" : "no", price));
    }
    Path file = Files.writeString(folder.resolve("homes.csv"), csv);
    bench.type("data homes " + file + " --target price");
    bench.cell("model net", TABLE_MODEL.formatted(3, 1, "squared-error"));
    bench.type(
        "train homes --model net --data homes --epochs 40 --warmup-epochs 2 --batch 16 --seed 1");
    bench.host.shown.clear();
    RegressionReport report = (RegressionReport) bench.type("evaluate homes");
    assertThat(report.targets().get(0).r2()).isGreaterThan(0.7);
    assertThat(bench.shown(0).plain()).contains("price: root mean squared error");
    picture(bench.shown(1), "residuals");
    Table mistakes = (Table) bench.type("mistakes homes --most 5");
    assertThat(mistakes.columnNames())
        .containsExactly("example", "actual price", "predicted price", "rooms", "garden");
    assertThat(mistakes.stringColumn("garden").asList()).isSubsetOf("yes", "no");
    Path raw = Files.writeString(folder.resolve("new.csv"), "rooms,garden\n4,yes\n");
    Table prediction = (Table) bench.type("predict homes " + raw);
    assertThat(prediction.doubleColumn("predicted price").get(0)).isBetween(170.0, 250.0);
  }

  @Test
  void texts() throws Exception {
    Path file = Files.writeString(folder.resolve("song.txt"), "la la li\n".repeat(200));
    bench.type("data song text " + file);
    bench.cell(
        "model net",
        """
        input: 8
        hyperparameters:
          rate: {range: [0, 0.9], start: 0.1}
        layers:
          - gated-embedding: {vocabulary: 4, dim: 8}
          - gated-lstm: 8
          - locked-dropout: rate
          - tied-decoder: 4
        loss: cross-entropy
        """);
    bench.type(
        "train song --model net --data song --epochs 30 --warmup-epochs 1 --batch 4 --weights sgd:2,0 --seed 1");
    LanguageReport report = (LanguageReport) bench.type("evaluate song");
    assertThat(report.perplexity()).isBetween(1.0, 2.0);
    Table next = (Table) bench.type("predict song 'la la' --text");
    assertThat(next.stringColumn("next").get(0)).isEqualTo("li");
    Table mistakes = (Table) bench.type("mistakes song --most 3");
    assertThat(mistakes.columnNames()).containsExactly("after", "came", "p");
  }
}

package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FetchTest {
  private static final byte[] CONTENT = content(300_000);
  private static final Fetch.Progress QUIET = (file, bytes, total) -> {};

  @TempDir Path root;

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private Path folder;

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(1).nextBytes(content);
    return content;
  }

  @BeforeEach
  void serve() throws IOException {
    folder = root.resolve("set");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/good/", exchange -> answer(exchange, CONTENT, true, CONTENT.length));
    server.createContext("/whole/", exchange -> answer(exchange, CONTENT, false, CONTENT.length));
    server.createContext("/breaks/", exchange -> answer(exchange, CONTENT, true, 100_000));
    server.createContext("/wrong/", exchange -> answer(exchange, content(300_001), true, 300_001));
    byte[] forged = CONTENT.clone();
    forged[7]++;
    server.createContext("/forged/", exchange -> answer(exchange, forged, true, forged.length));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Sends content, from where the request asks if {@code ranges}, and breaks off after some. */
  private void answer(HttpExchange exchange, byte[] content, boolean ranges, int bytes)
      throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
    int from =
        range == null || !ranges
            ? 0
            : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    try {
      OutputStream out = exchange.getResponseBody();
      out.write(content, from, Math.min(bytes, content.length - from));
      out.flush();
    } finally {
      exchange.close(); // the connection, however much was sent
    }
  }

  private String address(String path) {
    return "http://localhost:" + server.getAddress().getPort() + "/" + path + "/";
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private List<RemoteFile> from(String... addresses) throws Exception {
    return List.of(RemoteFile.plain("file.bin", CONTENT.length, sha256(CONTENT), addresses));
  }

  private void fetched() throws IOException {
    assertThat(folder.resolve("file.bin")).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("file.bin.part")).doesNotExist();
  }

  @Test
  void fetchesOnceAndTellsHowFarItIs() throws Exception {
    List<Long> seen = new ArrayList<>();
    Fetch.Progress progress =
        (file, bytes, total) -> {
          assertThat(file).isEqualTo("file.bin");
          assertThat(total).isEqualTo(CONTENT.length);
          seen.add(bytes);
        };
    assertThat(Fetch.files(from(address("good")), folder, progress)).isEqualTo(folder);
    fetched();
    assertThat(seen).isSorted().endsWith((long) CONTENT.length);
    Fetch.files(from(address("good")), folder, progress);
    assertThat(requests).containsExactly("/good/file.bin");
  }

  @Test
  void goesOnWhereAConnectionBroke() throws Exception {
    assertThatThrownBy(() -> Fetch.files(from(address("breaks")), folder, QUIET))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "file.bin could not be fetched (localhost broke off); is this machine online? 0.1 of"
                + " 0.3 MB are kept, the same command continues from there; or put the file into "
                + folder
                + " yourself");
    assertThat(folder.resolve("file.bin")).doesNotExist();
    assertThat(folder.resolve("file.bin.part")).hasSize(100_000);
    Fetch.files(from(address("good")), folder, QUIET);
    fetched();
    assertThat(requests).containsExactly("/breaks/file.bin", "/good/file.bin bytes=100000-");
  }

  @Test
  void startsAgainWhereAServerKnowsNoRanges() throws Exception {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), new byte[1000]);
    Fetch.files(from(address("whole")), folder, QUIET);
    fetched();
  }

  @Test
  void turnsToTheNextAddress() throws Exception {
    Fetch.files(from(address("none"), address("breaks"), address("good")), folder, QUIET);
    fetched();
    assertThat(requests).containsExactly("/breaks/file.bin", "/good/file.bin bytes=100000-");
  }

  @Test
  void refusesAnotherFile() throws Exception {
    assertThatThrownBy(() -> Fetch.files(from(address("forged")), folder, QUIET))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("file.bin: what arrived is not the published file (SHA-256 ")
        .hasMessageEndingWith("nothing was kept, fetch it again");
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> Fetch.files(from(address("wrong")), folder, QUIET))
        .hasMessageContaining("it sends more than the 300000 bytes expected");
    assertThat(folder.resolve("file.bin")).doesNotExist();
  }

  @Test
  void aPartThatCannotBeContinuedRightlyIsThrownAway() throws Exception {
    Files.createDirectories(folder);
    Files.write(folder.resolve("file.bin.part"), new byte[1000]);
    assertThatThrownBy(() -> Fetch.files(from(address("good")), folder, QUIET))
        .isInstanceOf(DataFormatException.class);
    Fetch.files(from(address("good")), folder, QUIET);
    fetched();
  }

  @Test
  void leavesAFileOfTheUsersOwnAlone() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("file.bin"), "mine");
    assertThatThrownBy(() -> Fetch.files(from(address("good")), folder, QUIET))
        .hasMessage(
            "file.bin: is in "
                + folder
                + " already and differs from the published file; remove it to fetch that one");
    assertThat(folder.resolve("file.bin")).hasContent("mine");
  }

  @Test
  void saysSoWhenNobodyAnswers() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertThatThrownBy(
            () ->
                Fetch.files(
                    from("http://localhost:" + closed + "/", "http://nowhere.invalid/"),
                    folder,
                    QUIET))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "file.bin could not be fetched (localhost: Connection refused",
            "nowhere.invalid is not known",
            "is this machine online?");
  }

  @Test
  void aStopKeepsWhatArrived() throws Exception {
    Fetch.Progress stop = (file, bytes, total) -> Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Fetch.files(from(address("good")), folder, stop))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("file.bin: fetching was stopped; the same command continues from there");
    assertThat(Thread.interrupted()).isFalse();
    Fetch.files(from(address("good")), folder, QUIET);
    fetched();
  }

  @Test
  void twoDoNotFetchOneFileAtOnce() throws Exception {
    Files.createDirectories(folder);
    try (FileChannel other =
        FileChannel.open(
            folder.resolve("file.bin.part"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      other.lock();
      assertThatThrownBy(() -> Fetch.files(from(address("good")), folder, QUIET))
          .hasMessageContaining("is being fetched by somebody else");
    }
  }

  @Test
  void aFolderThatCannotBeIsNamed() throws Exception {
    Path file = Files.createFile(root.resolve("file"));
    assertThatThrownBy(() -> Fetch.files(from(address("good")), file, QUIET))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " cannot be written")
        .hasMessageContaining("set STN_DATA");
  }

  @Test
  void unpacksWhatIsWantedOfAnArchive() throws Exception {
    byte[] archive =
        tarGz(Map.of("top/a.bin", content(700), "../../b.bin", content(512), "c.txt", content(9)));
    server.createContext("/tar/", exchange -> answer(exchange, archive, true, archive.length));
    RemoteFile file =
        new RemoteFile(
            "set.tar.gz",
            archive.length,
            sha256(archive),
            List.of(address("tar") + "set.tar.gz"),
            Map.of("a.bin", 700L, "b.bin", 512L));
    Fetch.files(List.of(file), folder, QUIET);
    assertThat(folder.resolve("a.bin")).hasBinaryContent(content(700));
    assertThat(folder.resolve("b.bin")).hasBinaryContent(content(512));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.bin", "b.bin");
    Fetch.files(List.of(file), folder, QUIET);
    assertThat(requests).hasSize(1);
  }

  @Test
  void refusesArchivesThatAreNot() throws Exception {
    Path archive = root.resolve("set.tar.gz");
    Files.createDirectories(folder);
    Files.write(archive, tarGz(Map.of("a.bin", content(700))));
    assertThatThrownBy(() -> TarGz.unpack(archive, Map.of("a.bin", 701L), folder))
        .hasMessage("set.tar.gz: a.bin in it has 700 bytes, not 701");
    assertThatThrownBy(() -> TarGz.unpack(archive, Map.of("b.bin", 700L), folder))
        .hasMessage("set.tar.gz: lacks b.bin; fetch it again");
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> TarGz.unpack(archive, Map.of("a.bin", 700L), folder))
        .hasMessage("set.tar.gz: the archive is cut off; fetch it again");
    Files.write(archive, gzip(content(5000)));
    assertThatThrownBy(() -> TarGz.unpack(archive, Map.of("a.bin", 700L), folder))
        .hasMessageStartingWith("set.tar.gz: is no tar archive");
  }

  @Test
  void namesWhatThereIs() {
    assertThat(Fetch.names()).containsExactly("mnist", "fashion-mnist", "cifar10", "ptb");
    assertThat(Fetch.bytes("ptb")).isEqualTo(5_951_345);
    assertThatThrownBy(() -> Fetch.dataset("imagenet", root, QUIET))
        .hasMessage(
            "there is no data set 'imagenet' to fetch; there are mnist, fashion-mnist, cifar10, ptb");
  }

  /** What is published as PTB is what the shared copy holds, so nothing needs to be fetched. */
  @Test
  void knowsThePennTreebank() throws IOException {
    Path shared = SharedData.folder("ptb");
    Path own = Files.createDirectories(root.resolve("ptb"));
    for (String part : List.of("train", "valid", "test")) {
      String name = "ptb." + part + ".txt";
      Files.copy(shared.resolve(name), own.resolve(name));
    }
    assertThat(Fetch.dataset("ptb", root, QUIET)).isEqualTo(own);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gz = new GZIPOutputStream(out)) {
      gz.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] tarGz(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] header = new byte[512];
      put(header, 0, file.getKey());
      put(header, 124, String.format("%011o", file.getValue().length));
      tar.writeBytes(header);
      tar.writeBytes(file.getValue());
      tar.writeBytes(new byte[(512 - file.getValue().length % 512) % 512]);
    }
    tar.writeBytes(new byte[1024]);
    return gzip(tar.toByteArray());
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}

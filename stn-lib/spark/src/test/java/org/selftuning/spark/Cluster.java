package org.selftuning.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A standalone cluster of Spark on this machine: a master, and workers with executors. */
final class Cluster implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final int cores;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  /**
   * Starts a cluster.
   *
   * @param folder for logs and work
   * @param count workers
   * @param cores of each worker
   */
  Cluster(Path folder, int count, int cores) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.cores = cores;
    port = freePort();
    master =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            "0");
    for (int i = 0; i < count; i++) {
      startWorker();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(String name, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(Path.of(System.getenv("SPARK_HOME"), "jars") + "/*");
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }

  /** The address of the master. */
  String url() {
    return "spark://127.0.0.1:" + port;
  }

  void startWorker() throws IOException {
    String name = "worker-" + workers.size();
    workers.add(
        start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            Integer.toString(cores),
            "--memory",
            cores * 800 + "m",
            "--webui-port",
            "0",
            "--work-dir",
            folder.resolve(name).toString(),
            url()));
  }

  /** The executors that run at present. */
  List<ProcessHandle> executors() {
    return workers.stream().flatMap(worker -> children(worker.toHandle())).toList();
  }

  private static Stream<ProcessHandle> children(ProcessHandle of) {
    return of.children().filter(ProcessHandle::isAlive);
  }

  /** Kills an executor, if one runs. */
  void killExecutor(int which) {
    List<ProcessHandle> all = executors();
    if (!all.isEmpty()) {
      all.get(which % all.size()).destroyForcibly();
    }
  }

  /** Kills a worker, which takes its executors along, and starts another in its place. */
  void killWorker(int which) throws IOException {
    List<Process> alive = workers.stream().filter(Process::isAlive).toList();
    Optional<Process> one = alive.stream().skip(which % alive.size()).findFirst();
    if (one.isPresent()) {
      one.get().children().forEach(ProcessHandle::destroyForcibly);
      one.get().destroyForcibly();
      startWorker();
    }
  }

  @Override
  public void close() {
    executors().forEach(ProcessHandle::destroyForcibly);
    workers.forEach(Process::destroyForcibly);
    master.destroyForcibly();
  }
}

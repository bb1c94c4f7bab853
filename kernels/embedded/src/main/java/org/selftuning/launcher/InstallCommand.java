package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.selftuning.kernel.GuestSpec;
import org.selftuning.kernel.JupyterFolder;
import org.selftuning.kernel.KernelSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Installs the kernel where Jupyter finds it. */
@Command(
    name = "install",
    description =
        "Install the Java kernel where Jupyter finds it (without an option: for this user).",
    mixinStandardHelpOptions = true)
final class InstallCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @ArgGroup Place place = new Place();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "",
      description =
          "The kernel's largest heap, for example 4g; without it four tenths of the memory.")
  String heap;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      defaultValue = KernelSpec.NAME,
      description =
          "The name by which notebooks ask for the kernel (${DEFAULT-VALUE}); java is IJava's.")
  String name;

  @Option(
      names = "--java-option",
      paramLabel = "OPTION",
      description = "A further option of Java for the kernel, such as --java-option=-Xss4m.")
  List<String> options = new ArrayList<>();

  @Option(
      names = "--allow-shell",
      description = "Let %%%%bash and %%%%sh cells run the machine's shell.")
  boolean shell;

  @Option(
      names = "--into-ijava",
      arity = "0..1",
      paramLabel = "DIR",
      fallbackValue = "",
      description =
          "Instead: start IJava with the magics, by a kernel spec beside its own (in the folder DIR,"
              + " or where Jupyter finds it).")
  String ijava;

  @Option(
      names = "--into-jjava",
      arity = "0..1",
      paramLabel = "DIR",
      fallbackValue = "",
      description = "Instead: start JJava with the magics, likewise.")
  String jjava;

  /** One place of three. */
  static final class Place {
    @Option(names = "--user", description = "For this user.")
    boolean user;

    @Option(names = "--sys-prefix", description = "Into the Python environment that is active.")
    boolean sysPrefix;

    @Option(names = "--prefix", paramLabel = "DIR", description = "Under DIR/share/jupyter.")
    Path prefix;
  }

  @Override
  public Integer call() throws IOException {
    if (ijava != null) {
      begin(GuestSpec.Host.IJAVA, ijava);
    }
    if (jjava != null) {
      begin(GuestSpec.Host.JJAVA, jjava);
    }
    if (ijava != null || jjava != null) {
      return 0;
    }
    Path kernels =
        place.prefix != null
            ? JupyterFolder.prefix(place.prefix)
            : place.sysPrefix ? JupyterFolder.sysPrefix() : JupyterFolder.user();
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IOException("--as " + name + ": letters, digits, . _ and - make a kernel's name");
    }
    if (shell) {
      options.add(KernelSpec.allowShell());
    }
    Path folder = KernelSpec.ofThisProcess(heap).with(options).install(kernels, name);
    spec.commandLine().getOut().println("The Java kernel is installed in " + folder + ".");
    return 0;
  }

  private void begin(GuestSpec.Host host, String folder) throws IOException {
    GuestSpec guest =
        folder.isEmpty()
            ? GuestSpec.find(host, JupyterFolder.all())
            : GuestSpec.in(Path.of(folder), host);
    Path written = guest.install(KernelSpec.ofThisProcess(heap));
    spec.commandLine()
        .getOut()
        .printf(
            "%s with the magics is installed in %s.%nIn a notebook of the plain %s one line does"
                + " the same: %s%n",
            host.display(), written, host.display(), guest.line());
  }
}

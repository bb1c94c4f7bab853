package org.selftuning.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;

/**
 * The classes of the cells. What JShell compiles together gets a class loader of its own, so that a
 * class that a later cell replaced, or a statement that has run, is collected as soon as no object
 * of it is left; JShell's own delegate keeps all in one loader for good.
 *
 * <p>A loader holds the loaders of the classes it names: they must be found as long as it lives.
 * Members without a modifier would not be visible from one loader to another, so {@link StopPolls}
 * makes them public.
 */
final class CellClasses implements LoaderDelegate {
  /** What the names of all classes of the cells begin with. */
  static final String PACKAGE = "REPL.";

  private static final Pattern NAMED =
      Pattern.compile("REPL/\\$JShell\\$[^;<>():/\\[.\\x00-\\x1f]+");
  private static final Pattern WRAPPER =
      Pattern.compile("REPL\\.\\$JShell\\$(\\d+)([A-Z]*)(\\$.*)?");

  private final UserJars jars;
  private final Map<String, Class<?>> current = new ConcurrentHashMap<>();

  CellClasses(UserJars jars) {
    this.jars = jars;
    jars.serve(this);
  }

  @Override
  public void load(ClassBytecodes[] classes) throws ClassInstallException {
    Batch batch = new Batch();
    for (ClassBytecodes each : classes) {
      batch.waiting.put(each.name(), StopPolls.insertInto(each.bytecodes()));
      batch.hold(each.bytecodes());
    }
    boolean[] loaded = new boolean[classes.length];
    try {
      Map<String, Class<?>> fresh = new LinkedHashMap<>();
      for (int i = 0; i < classes.length; i++) {
        Class<?> type = batch.loadClass(classes[i].name());
        Objects.requireNonNull(type.getDeclaredMethods()); // an error of its links is found here
        fresh.put(classes[i].name(), type);
        loaded[i] = true;
      }
      current.putAll(fresh);
      fresh.keySet().forEach(this::forgetOlder);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ClassInstallException("load: " + e.getMessage(), loaded);
    }
  }

  @Override
  public Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> found = current.get(name);
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    return found;
  }

  /** Lets the classes of a snippet go that no later cell can name. */
  void forget(String snippetId) {
    current
        .keySet()
        .removeIf(
            name -> {
              Matcher known = WRAPPER.matcher(name);
              return known.matches() && known.group(1).equals(snippetId);
            });
  }

  @Override
  public void classesRedefined(ClassBytecodes[] classes) {
    throw new UnsupportedOperationException("classes of cells are replaced, not redefined");
  }

  @Override
  public void addToClasspath(String path) {
    Stream.of(path.split(File.pathSeparator)).map(Path::of).forEach(jars::add);
  }

  /** JShell names the class of a snippet's next version with other letters. */
  private void forgetOlder(String name) {
    Matcher fresh = WRAPPER.matcher(name);
    if (!fresh.matches()) {
      return; // of several snippets, which need each other
    }
    current
        .keySet()
        .removeIf(
            other -> {
              Matcher old = WRAPPER.matcher(other);
              return old.matches()
                  && old.group(1).equals(fresh.group(1))
                  && !old.group(2).equals(fresh.group(2));
            });
  }

  /** What was compiled together. */
  private final class Batch extends ClassLoader {
    private final Map<String, byte[]> waiting = new ConcurrentHashMap<>();
    private final Map<String, Class<?>> named = new HashMap<>();

    Batch() {
      super(jars); // without a name, which stack traces would show
      setDefaultAssertionStatus(true);
    }

    /** Keeps the classes of other cells that {@code classFile} names. */
    void hold(byte[] classFile) {
      Matcher names = NAMED.matcher(new String(classFile, ISO_8859_1));
      while (names.find()) {
        String name = new String(names.group().getBytes(ISO_8859_1), UTF_8).replace('/', '.');
        Class<?> known = current.get(name);
        if (known != null) {
          named.put(name, known);
        }
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] code = waiting.remove(name);
      if (code != null) {
        return defineClass(name, code, 0, code.length);
      }
      Class<?> known = named.get(name);
      return known != null ? known : CellClasses.this.findClass(name);
    }
  }
}

package org.selftuning.kernel;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * The jars and folders that cells added to the class path. Their classes come before those of the
 * kernel's own libraries, so that a cell may use another version of one; only Java's classes, and
 * those that cells and kernel exchange, come first.
 */
final class UserJars extends URLClassLoader {
  private static final List<String> SHARED = List.of("org.selftuning.", "io.github.spencerpark.");

  private final List<File> files = new ArrayList<>();
  private volatile StandardJavaFileManager compiler;
  private volatile CellClasses cells;

  UserJars() {
    super(new URL[0], ClassLoader.getSystemClassLoader());
  }

  /** Lets the jars find classes of the cells by name, as what deserializes their objects does. */
  void serve(CellClasses classes) {
    cells = classes;
  }

  /** Notes where the compiler of the cells looks for classes; returns it as it is. */
  StandardJavaFileManager serve(StandardJavaFileManager files) {
    compiler = files;
    return files;
  }

  /** What was added, in the order of the class path. */
  List<Path> paths() {
    return files.stream().map(File::toPath).toList();
  }

  /** Adds a jar or a folder; nothing happens where it is there already. */
  void add(Path path) {
    try {
      if (!files.contains(path.toFile())) {
        addURL(path.toUri().toURL());
        files.add(path.toFile());
      }
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(path + " cannot be added to the class path", e);
    }
  }

  /** Lets the compiler look into the same jars in the same order. */
  void showCompiler() throws IOException {
    Stream<File> own =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(File::new);
    List<File> path = Stream.concat(files.stream(), own).toList();
    compiler.setLocation(StandardLocation.CLASS_PATH, path);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (files.isEmpty() || SHARED.stream().anyMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found != null) {
        return found;
      }
      try {
        return getPlatformClassLoader().loadClass(name);
      } catch (ClassNotFoundException e) {
        return ofUser(name, resolve);
      }
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return cells != null && name.startsWith(CellClasses.PACKAGE)
        ? cells.findClass(name)
        : super.findClass(name);
  }

  private Class<?> ofUser(String name, boolean resolve) throws ClassNotFoundException {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return super.loadClass(name, resolve);
    }
  }

  @Override
  public URL getResource(String name) {
    URL found = files.isEmpty() ? null : findResource(name);
    return found != null ? found : super.getResource(name);
  }
}

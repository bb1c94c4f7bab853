package org.selftuning.magics;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Loads Spark and what it needs. Its own jars come first: others of the class path hold parts of
 * Hadoop, for example. Ours, and what passes between the two sides, are those of this process; so
 * is what writes logs, which stays silent here.
 */
final class SparkLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of("java.", "org.selftuning.", "com.google.gson.", "org.slf4j.");
  private static final String OWN = "org.selftuning.spark.";

  SparkLoader(URL[] jars, ClassLoader parent) {
    super("spark", jars, parent);
  }

  private static boolean shared(String name) {
    return SHARED.stream().anyMatch(name::startsWith) && !name.startsWith(OWN);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known == null && !shared(name)) {
        try {
          known = findClass(name);
        } catch (ClassNotFoundException e) {
          known = null; // the parent's then
        }
      }
      if (known == null) {
        return super.loadClass(name, resolve);
      }
      if (resolve) {
        resolveClass(known);
      }
      return known;
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    for (URL other : Collections.list(getParent().getResources(name))) {
      if (!all.contains(other)) {
        all.add(other);
      }
    }
    return Collections.enumeration(all);
  }
}

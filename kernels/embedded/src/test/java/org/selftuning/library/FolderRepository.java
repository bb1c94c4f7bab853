package org.selftuning.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Maven repository in a folder, in the place of Maven Central, for tests without a network. */
public final class FolderRepository {
  private final Path root;
  private final Path settings;

  /** An empty repository below {@code folder}, and settings that mirror everything to it. */
  public FolderRepository(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("central"));
    settings =
        Files.writeString(
            folder.resolve("settings.xml"),
            "<settings><localRepository>"
                + folder.resolve("local")
                + "</localRepository><mirrors><mirror><id>folder</id><mirrorOf>*</mirrorOf><url>"
                + root.toUri()
                + "</url></mirror></mirrors></settings>");
  }

  /** The settings that lead to it. */
  public Path settings() {
    return settings;
  }

  /** Publishes a jar of one class {@code lib.NAME}, whose {@code version()} is the version. */
  public Path publish(String name, String version, String... needs) throws IOException {
    Path folder = Files.createDirectories(root.resolve("test/" + name + "/" + version));
    String base = name + "-" + version;
    String type = name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
    Path jar = folder.resolve(base + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      compile(
          type,
          "package lib; public class "
              + type
              + " { public static String version() { return \""
              + version
              + "\"; } }",
          out);
    }
    StringBuilder pom = new StringBuilder("<project><modelVersion>4.0.0</modelVersion>");
    pom.append(coordinates(name, version)).append("<dependencies>");
    for (String need : needs) {
      String[] one = need.split(":");
      pom.append("<dependency>").append(coordinates(one[0], one[1])).append("</dependency>");
    }
    sign(Files.writeString(folder.resolve(base + ".pom"), pom + "</dependencies></project>"));
    sign(jar);
    describe(name, version);
    return jar;
  }

  private void describe(String name, String version) throws IOException {
    Path file = root.resolve("test/" + name + "/maven-metadata.xml");
    String before = Files.exists(file) ? Files.readString(file) : "";
    String versions =
        before.isEmpty()
            ? ""
            : before.substring(
                before.indexOf("<versions>") + "<versions>".length(),
                before.indexOf("</versions>"));
    sign(
        Files.writeString(
            file,
            "<metadata><groupId>test</groupId><artifactId>"
                + name
                + "</artifactId><versioning><versions>"
                + versions
                + ("<version>" + version + "</version>")
                + "</versions></versioning></metadata>"));
  }

  private static String coordinates(String name, String version) {
    return "<groupId>test</groupId><artifactId>"
        + name
        + "</artifactId><version>"
        + version
        + "</version>";
  }

  private static void sign(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
      Files.writeString(Path.of(file + ".sha1"), HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void compile(String type, String java, JarOutputStream out) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignore) {
            return java;
          }
        };
    out.putNextEntry(new JarEntry("lib/" + type + ".class"));
    JavaFileManager files =
        new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, UTF_8)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location place, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("string:///" + name + ".class"), kind) {
              @Override
              public OutputStream openOutputStream() {
                return new OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    out.write(b);
                  }
                };
              }
            };
          }
        };
    compiler.getTask(null, files, null, null, null, List.of(source)).call();
    out.closeEntry();
  }
}

package io.leadgate.support;

import io.leadgate.cli.Launcher;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a jar of the compiled gateway, which behaves like the jar that users have: the JVM needs no
 * file descriptor to load a class from it. The libraries stay outside.
 */
public final class GatewayJar {

  static final Path CLASSES = Path.of("target/classes");

  private GatewayJar() {}

  static Path pathIn(Path directory) {
    return directory.resolve("gateway.jar");
  }

  /** Makes the jar in a directory, and returns its path. */
  public static Path makeIn(Path directory) {
    Path manifest = directory.resolve("MANIFEST.MF");
    Path jar = pathIn(directory);
    try (OutputStream out = Files.newOutputStream(manifest)) {
      manifest().write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--file=" + jar,
                "--manifest=" + manifest,
                "-C",
                CLASSES.toString(),
                ".");
    if (status != 0) {
      throw new IllegalStateException("the jar was not made: " + status);
    }
    return jar;
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, Launcher.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, libraries());
    return manifest;
  }

  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .map(library -> library.toUri().toString())
        .collect(Collectors.joining(" "));
  }
}

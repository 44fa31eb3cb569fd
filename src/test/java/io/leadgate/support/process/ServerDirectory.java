package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a server keeps all that it writes.
 *
 * @param path absolute and without links, since it is compared with the arguments of processes
 * @param temporary whether it goes when the server is closed
 */
public record ServerDirectory(Path path, boolean temporary) {

  static ServerDirectory kept(Path path) {
    try {
      return new ServerDirectory(Files.createDirectories(path).toRealPath(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ServerDirectory temporary(String prefix) {
    try {
      return new ServerDirectory(Files.createTempDirectory(prefix).toRealPath(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path of a file in it, which an earlier run may have left and which is gone now. */
  Path newFile(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
      return path.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void closed() {
    if (temporary) {
      delete(path);
    }
  }

  /** Removes what nobody needs, unless a program of a killed run is still writing there. */
  static void deleteIfPossible(Path directory) {
    try {
      delete(directory);
    } catch (UncheckedIOException leftForTheNextTime) {
      // It is in nobody's way.
    }
  }

  /** Removes a directory with all that is in it, if it is there. */
  static void delete(Path directory) {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

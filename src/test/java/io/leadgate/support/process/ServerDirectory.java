package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The directory in which a server keeps all its files.
 *
 * @param path the absolute path without links, because it is compared with the arguments of
 *     processes
 * @param temporary whether the directory is removed when the server is closed
 */
public record ServerDirectory(Path path, boolean temporary) {

  /** The system property that names a memory disk; set where tests run, and not for benchmarks. */
  private static final String MEMORY_DISK = "leadgate.test.memory-disk";

  private static final long ROOM_BYTES_MIN = 4L << 30;

  static ServerDirectory kept(Path path) {
    try {
      return new ServerDirectory(Files.createDirectories(path).toRealPath(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a directory that is on the memory disk of the build, if there is one with room. */
  public static ServerDirectory temporary(String prefix) {
    try {
      Path parent = Path.of(System.getProperty(MEMORY_DISK, ""));
      Path made =
          hasRoom(parent)
              ? Files.createTempDirectory(parent, prefix)
              : Files.createTempDirectory(prefix);
      return new ServerDirectory(made.toRealPath(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasRoom(Path disk) throws IOException {
    return disk.isAbsolute()
        && Files.isWritable(disk)
        && Files.getFileStore(disk).getUsableSpace() >= ROOM_BYTES_MIN;
  }

  /** Makes an empty file in place of a file of an earlier run. */
  Path emptyFile(String name) {
    try {
      return Files.createFile(newFile(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The path of a file in this directory, after removing the file if an earlier run has left it.
   */
  Path newFile(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
      return path.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void removeIfTemporary() {
    if (temporary) {
      delete(path);
    }
  }

  /**
   * Removes a directory that is not needed, unless a program of a killed run still writes there.
   */
  static void deleteIfPossible(Path directory) {
    try {
      delete(directory);
    } catch (UncheckedIOException leftForTheNextTime) {
      // The directory does no harm.
    }
  }

  /** Removes a directory with its content, if it exists. */
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

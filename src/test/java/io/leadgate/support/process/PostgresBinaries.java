package io.leadgate.support.process;

import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked from the Maven artifact into the build directory once per
 * version.
 *
 * <p>EmbeddedPostgres is not used to start them, because it turns fsync off, chooses the data
 * directory itself, cannot start the same directory again, and leaves its server running when the
 * JVM is killed.
 */
record PostgresBinaries(Path directory) {

  static PostgresBinaries unpacked() {
    URL archive = archive();
    // The name of the jar tells system, architecture and version.
    String name = archive.getPath().replaceFirst("\\.jar!.*", "").replaceFirst(".*/", "");
    Path directory = Path.of("target", name).toAbsolutePath();
    if (Files.notExists(directory)) {
      unpack(archive, directory);
    }
    return new PostgresBinaries(directory);
  }

  /** The beginning of a command line that runs the program. */
  List<String> program(String name) {
    List<String> command = new ArrayList<>();
    // PostgreSQL refuses to run as root; in its own user namespace it does not see that it runs as
    // root.
    if (isRootOnLinux()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(directory.resolve("bin").resolve(name).toString());
    return command;
  }

  private static boolean isRootOnLinux() {
    Path self = Path.of("/proc/self");
    try {
      return Files.exists(self) && Files.getAttribute(self, "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL archive() {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String name = "postgres-" + system + "-" + ArchUtils.normalize(System.getProperty("os.arch"));
    // Alpine has its own archive, because its C library differs.
    boolean alpine = Files.exists(Path.of("/etc/alpine-release"));
    return ClassLoader.getSystemClassLoader()
        .resources((alpine ? name + "-alpine_linux" : name) + ".txz")
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("There is no " + name + ".txz on the class path"));
  }

  // Unpacks under another name and renames at the end, so that neither an interruption nor a second
  // JVM that does the same leaves half of the files.
  private static void unpack(URL archive, Path directory) {
    try (InputStream in = archive.openStream();
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
      Files.createDirectories(directory.getParent());
      Path unfinished = Files.createTempDirectory(directory.getParent(), "unpacking-");
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, unfinished.resolve(entry.getName()).normalize());
      }
      move(unfinished, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      path.toFile().setExecutable((entry.getMode() & 0100) != 0);
    }
  }

  private static void move(Path unfinished, Path directory) throws IOException {
    try {
      Files.move(unfinished, directory);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException anotherJvmWasFaster) {
      ServerDirectory.delete(unfinished);
    }
  }
}

package io.leadgate.dev;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps a second development run off the same data. The system frees the lock when its holder dies.
 */
record DevelopmentLock(FileChannel channel) implements AutoCloseable {

  static DevelopmentLock acquire(Path directory) throws IOException {
    Path file = Files.createDirectories(directory).resolve("lock");
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new RunRefused(
          "Another development run is alive in %s (process %s): stop it first."
              .formatted(directory, Files.readString(file).strip()));
    }
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
    return new DevelopmentLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

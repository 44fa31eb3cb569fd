package io.leadgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import io.leadgate.store.CredentialStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes secrets of credentials to a new YAML file that only its owner may read. */
final class SecretsFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private SecretsFile() {}

  /** Writes the file, which is on the disk then; returns why it cannot. */
  static Optional<String> write(Path file, List<CredentialStore.Created> made) {
    String text = made.stream().map(SecretsFile::entry).collect(Collectors.joining());
    try {
      writeNew(file, text);
      return Optional.empty();
    } catch (FileAlreadyExistsException e) {
      return Optional.of("the file %s is there already; name a new file".formatted(file));
    } catch (IOException e) {
      return Optional.of("the file %s cannot be written".formatted(file));
    }
  }

  /** Leaves no part of the file behind if it cannot be written whole. */
  private static void writeNew(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static String entry(CredentialStore.Created made) {
    return """
        - description: %s
          client_id: %s
          client_secret: %s
        """
        .formatted(
            TextNode.valueOf(made.credential().description()),
            made.credential().clientId(),
            made.secret().value());
  }
}

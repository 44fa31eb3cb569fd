package io.leadgate.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Puts the files of a release into {@code target/release}: the jar, its bill of materials, the
 * notes of the version, and the SHA-256 of each in {@code SHA256SUMS}. {@code mvn -Prelease} runs
 * it.
 */
public final class Release {

  private Release() {}

  /**
   * @param args the version of the build
   */
  public static void main(String[] args) throws IOException {
    String version = args[0];
    Path target = Path.of("target");
    Path release = Files.createDirectories(target.resolve("release"));
    Path jar = release.resolve("leadgate-" + version + ".jar");
    Path notes = release.resolve("release-notes.markdown");
    Files.writeString(notes, ReleaseNotes.of(version, Files.readAllLines(Path.of("CHANGELOG.md"))));
    Files.write(jar, Files.readAllBytes(target.resolve("leadgate.jar")));
    // CycloneDX's own plugin has written this file.
    Path sbom = release.resolve("leadgate-" + version + ".cdx.json");
    StringBuilder sums = new StringBuilder();
    for (Path file : List.of(jar, sbom, notes)) {
      sums.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
    }
    Files.writeString(release.resolve("SHA256SUMS"), sums, StandardCharsets.US_ASCII);
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.leadgate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the files of the deployment have in common. */
final class ProjectFiles {

  static final long MIB = 1 << 20;

  /** The memory of the process beside heap and direct memory. */
  private static final long REST_BYTES = 250 * MIB;

  private ProjectFiles() {}

  static String text(String path) throws IOException {
    return Files.readString(Path.of(path));
  }

  static JsonNode yaml(String path) throws IOException {
    return new YAMLMapper().readTree(text(path));
  }

  /** The first group of the first place in a file that matches. */
  static String find(String path, String regex) throws IOException {
    Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text(path));
    if (!matcher.find()) {
      throw new AssertionError("%s has nothing like %s".formatted(path, regex));
    }
    return matcher.group(1);
  }

  static String version() throws IOException {
    return find("pom.xml", "^  <version>(.+)</version>$");
  }

  /** Whether the name of an image has a tag that always means the same version. */
  static boolean isPinned(String image) {
    return image.matches("[^:]+:.+") && !image.endsWith(":latest");
  }

  /** Whether heap, direct memory and the rest of the process fit into a memory limit. */
  static boolean fits(long limitBytes) throws IOException {
    return fits(limitBytes, 0);
  }

  /**
   * Whether they fit beside another process.
   *
   * @param otherBytes what the other process takes
   */
  static boolean fits(long limitBytes, long otherBytes) throws IOException {
    String options = "config/jvm.options";
    long heap = limitBytes * Long.parseLong(find(options, "^-XX:MaxRAMPercentage=(\\d+)$")) / 100;
    long direct = MIB * Long.parseLong(find(options, "^-XX:MaxDirectMemorySize=(\\d+)m$"));
    return heap + direct + REST_BYTES + otherBytes <= limitBytes;
  }
}

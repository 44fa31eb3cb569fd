package io.leadgate.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the JVM options of the image, under the memory limit that the gateway has in Kubernetes.
 */
public final class ImageJvm {

  private static final Path OPTIONS = Path.of("config/jvm.options");
  private static final Path DEPLOYMENT = Path.of("k8s/base/deployment.yaml");
  private static final Pattern LIMIT =
      Pattern.compile("limits:\\R(?: +[^m].*\\R)* +memory: (\\d+)([MG])i");

  private ImageJvm() {}

  /** The options; {@code -XX:MaxRAM} stands for the limit that the JVM takes from a container. */
  public static List<String> options() {
    return List.of("@" + OPTIONS.toAbsolutePath(), "-XX:MaxRAM=" + limitBytes());
  }

  /** The memory limit of the gateway's container, in bytes. */
  public static long limitBytes() {
    try {
      Matcher limit = LIMIT.matcher(Files.readString(DEPLOYMENT));
      if (!limit.find()) {
        throw new IllegalStateException("no memory limit in " + DEPLOYMENT);
      }
      return Long.parseLong(limit.group(1)) << (limit.group(2).equals("G") ? 30 : 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.leadgate.console.frame;

import io.leadgate.domain.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds the files of the pages in memory. The name of each has a part of its hash, so that a
 * browser may keep it for ever. Thread-safe.
 */
public final class Assets {

  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final String FOLDER = "/console/assets/";
  private static final String KEPT = "public, max-age=31536000, immutable";
  private static final int HASH_DIGITS = 16;
  private static final Pattern HASH = Pattern.compile("-[0-9a-f]{16}(?=[.])");

  /** The files by the names that templates use. The versions are those of pom.xml. */
  private static final Map<String, String> SOURCES =
      Map.of(
          "console.css", "/console/console.css",
          "console.js", "/console/console.js",
          "docs.css", "/console/docs.css",
          "docs.js", "/console/docs.js",
          "icon.svg", "/console/icon.svg",
          "htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js",
          "swagger-ui.css", WEBJARS + "swagger-ui/5.34.1/swagger-ui.css",
          "swagger-ui.js", WEBJARS + "swagger-ui/5.34.1/swagger-ui-bundle.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, String> paths = new HashMap<>();
  private final Map<String, Asset> files = new HashMap<>();

  /** A file as it is sent. */
  record Asset(String contentType, Buffer bytes) {}

  public Assets() {
    SOURCES.forEach(
        (name, source) -> {
          byte[] bytes = read(source);
          int dot = name.lastIndexOf('.');
          String hash = HexFormat.of().formatHex(Sha256.of(bytes)).substring(0, HASH_DIGITS);
          String file = name.substring(0, dot) + "-" + hash + name.substring(dot);
          paths.put(name, FOLDER + file);
          files.put(
              file,
              new Asset(
                  TYPES.getOrDefault(name.substring(dot + 1), "application/octet-stream"),
                  Buffer.buffer(bytes)));
        });
  }

  private static byte[] read(String source) {
    try (InputStream in = Assets.class.getResourceAsStream(source)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + source);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The path of a file.
   *
   * @throws IllegalArgumentException if there is no file of this name
   */
  public String path(String name) {
    String path = paths.get(name);
    if (path == null) {
      throw new IllegalArgumentException("there is no asset " + name);
    }
    return path;
  }

  /**
   * Sends the file that the last part of the path names; false if there is no such file. A page of
   * a node of another version names a file with another hash, and gets this node's file, which the
   * browser does not keep.
   */
  public boolean send(RoutingContext context, String file) {
    Optional<Asset> asset = Optional.ofNullable(files.get(file));
    Optional<Asset> other =
        asset.isPresent()
            ? Optional.empty()
            : Optional.ofNullable(paths.get(HASH.matcher(file).replaceFirst("")))
                .map(path -> files.get(path.substring(FOLDER.length())));
    asset.ifPresent(found -> PageAnswer.sendAsset(context.response(), found, KEPT));
    other.ifPresent(found -> PageAnswer.sendAsset(context.response(), found, "no-store"));
    return asset.isPresent() || other.isPresent();
  }
}

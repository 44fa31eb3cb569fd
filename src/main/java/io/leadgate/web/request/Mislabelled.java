package io.leadgate.web.request;

import io.leadgate.web.request.ContentType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises a body in another format than its Content-Type says: many tools send JSON and say that
 * it is a form ({@code curl -d}). Thread-safe.
 */
public final class Mislabelled {

  /** A name of a form and its equals sign, which is not the end of Base64. */
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z][A-Za-z0-9_.%+\\[\\]-]{0,99}=(?!=)(?!$)");

  private static final int BEGIN_BYTES = 200;

  private Mislabelled() {}

  /**
   * The sentence for the sender of a body that is in another format; empty for a body that may be
   * in its own, and for one that is in no format known here.
   *
   * @param body the body without a byte order mark
   */
  public static Optional<String> detail(Kind said, byte[] body) {
    int at = 0;
    while (at < body.length && Character.isWhitespace(body[at])) {
      at++;
    }
    if (at == body.length) {
      return Optional.empty();
    }
    Kind found =
        switch (body[at]) {
          case '{', '[' -> Kind.JSON;
          case '<' -> Kind.XML;
          default -> ofText(body, at);
        };
    return found == said || found == Kind.OTHER
        ? Optional.empty()
        : Optional.of(
            "The body is %s, but its Content-Type says %s; send Content-Type: %s."
                .formatted(name(found), name(said), type(found)));
  }

  /** The format of a body that is neither JSON nor XML; forms never begin with a hyphen. */
  private static Kind ofText(byte[] body, int at) {
    String begin =
        new String(body, at, Math.min(BEGIN_BYTES, body.length - at), StandardCharsets.ISO_8859_1);
    if (begin.startsWith("--") && begin.contains("form-data")) {
      return Kind.MULTIPART;
    }
    return FORM.matcher(begin).lookingAt() ? Kind.FORM : Kind.OTHER;
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case JSON -> "JSON";
      case FORM -> "a form";
      case MULTIPART -> "multipart";
      case XML -> "XML";
      case OTHER -> "another";
    };
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case JSON -> ContentType.JSON;
      case FORM -> ContentType.FORM;
      case MULTIPART -> ContentType.MULTIPART + ", with the boundary";
      case XML -> ContentType.XML;
      case OTHER -> "";
    };
  }
}

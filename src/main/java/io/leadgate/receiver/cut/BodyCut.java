package io.leadgate.receiver.cut;

import io.leadgate.loop.Pieces;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.ContentType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts credentials out of a whole body, which is to be kept as it came but for them. A body that
 * cannot be parsed is searched as text. Works in pieces of at most a few milliseconds.
 */
public final class BodyCut {

  private BodyCut() {}

  /**
   * Cuts credentials out of a body of leads.
   *
   * @param contentType what the sender says that the body is, which its first byte may contradict
   * @param level the level of a JSON body
   */
  public static Pieces<Cut> of(
      ContentType contentType, byte[] body, CredentialNames names, Level level) {
    return cut(contentType, body, names, level).then(cut -> Pieces.done(hidden(cut)));
  }

  private static Pieces<Cut> cut(
      ContentType contentType, byte[] body, CredentialNames names, Level level) {
    Optional<Charset> wide = wide(body);
    if (wide.isPresent()) {
      return Pieces.done(ofWide(body, wide.get(), names));
    }
    if (!TextCut.mayHold(body)) {
      return Pieces.done(new Cut(body, List.of()));
    }
    return switch (kind(contentType, body)) {
      case JSON -> orAsText(body, names, json(body, names, level), StandardCharsets.UTF_8);
      case XML -> orAsText(body, names, xml(body, names), StandardCharsets.UTF_8);
      case MULTIPART -> {
        String bytes = new String(body, StandardCharsets.ISO_8859_1);
        yield orAsText(
            body,
            names,
            MultipartCut.of(contentType.header(), bytes, names),
            StandardCharsets.ISO_8859_1);
      }
      case FORM ->
          new FormCut(Utf8.withoutMark(body), names)
              .then(cut -> Pieces.done(cut.names().isEmpty() ? new Cut(body, List.of()) : cut));
      case OTHER -> Pieces.done(TextCut.of(body, names));
    };
  }

  /**
   * Cuts credentials out of a body that is not what its content coding says. Such a body is kept as
   * it came, unless the part that could be inflated holds a credential: then that part is kept.
   *
   * @param inflated the part that could be inflated
   */
  public static Cut ofBroken(byte[] asItCame, byte[] inflated, CredentialNames names) {
    Cut ofInflated = TextCut.of(inflated, names);
    byte[] hidden = OwnSecrets.hidden(ofInflated.body());
    return ofInflated.names().isEmpty() && Arrays.equals(hidden, ofInflated.body())
        ? hidden(TextCut.of(asItCame, names))
        : new Cut(hidden, ofInflated.names());
  }

  private static Cut hidden(Cut cut) {
    return new Cut(OwnSecrets.hidden(cut.body()), cut.names());
  }

  /** UTF-16 or UTF-32, by its byte order mark or by the zeros beside each byte of ASCII. */
  private static Optional<Charset> wide(byte[] body) {
    if (body.length < 4) {
      return Optional.empty();
    }
    if (body[2] == 0 && body[3] == 0) {
      return Optional.of(Charset.forName("UTF-32LE"));
    }
    if (body[0] == 0 && body[1] == 0) {
      return Optional.of(Charset.forName("UTF-32BE"));
    }
    int first = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
    if (first == 0xFFFE || (body[1] == 0 && body[3] == 0)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return first == 0xFEFF || (body[0] == 0 && body[2] == 0)
        ? Optional.of(StandardCharsets.UTF_16BE)
        : Optional.empty();
  }

  /** Searches a body in such an encoding, which no format takes, as text. */
  private static Cut ofWide(byte[] body, Charset charset, CredentialNames names) {
    Cut cut = TextCut.of(new String(body, charset).getBytes(StandardCharsets.UTF_8), names);
    return cut.names().isEmpty()
        ? new Cut(body, List.of())
        : new Cut(new String(cut.body(), StandardCharsets.UTF_8).getBytes(charset), cut.names());
  }

  private static ContentType.Kind kind(ContentType contentType, byte[] body) {
    if (contentType.kind() == ContentType.Kind.MULTIPART) {
      return ContentType.Kind.MULTIPART;
    }
    byte[] text = Utf8.withoutMark(body);
    int at = 0;
    while (at < text.length && Json.isBlank(text[at])) {
      at++;
    }
    return switch (at < text.length ? text[at] : 0) {
      case '{', '[' -> ContentType.Kind.JSON;
      case '<' -> ContentType.Kind.XML;
      default ->
          contentType.kind() == ContentType.Kind.FORM
              ? ContentType.Kind.FORM
              : ContentType.Kind.OTHER;
    };
  }

  private static Pieces<Optional<CutText>> json(byte[] body, CredentialNames names, Level level) {
    Optional<String> text = Utf8.decode(Utf8.withoutMark(body));
    return text.isPresent() ? new JsonCut(text.get(), names, level) : Pieces.done(Optional.empty());
  }

  private static Pieces<Optional<CutText>> xml(byte[] body, CredentialNames names) {
    Optional<String> text = Utf8.decode(Utf8.withoutMark(body));
    return text.isPresent() ? new XmlCut(text.get(), names) : Pieces.done(Optional.empty());
  }

  private static Pieces<Cut> orAsText(
      byte[] body, CredentialNames names, Pieces<Optional<CutText>> parsed, Charset charset) {
    return parsed.then(
        text ->
            Pieces.done(
                text.map(
                        found ->
                            found.names().isEmpty()
                                ? new Cut(body, List.of())
                                : new Cut(found.text().getBytes(charset), found.names().list()))
                    .orElseGet(() -> TextCut.of(body, names))));
  }
}

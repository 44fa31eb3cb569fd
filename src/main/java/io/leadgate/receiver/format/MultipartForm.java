package io.leadgate.receiver.format;

import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.UrlEncoded;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} (RFC 7578) as a form: parts of text are its pairs. A file is
 * refused by its name, but for the empty file that browsers send where no file was chosen. Confined
 * to one event loop.
 */
public final class MultipartForm {

  private static final int PARTS_MAX = 1_000;

  /** The parameter of the Content-Type, in quotes or without (RFC 2046, section 5.1.1). */
  private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary=\"?([^\";]{1,70})\"?");

  /** A coding of a part, which the library would leave in the value (RFC 7578, section 4.7). */
  private static final Pattern ENCODED =
      Pattern.compile("(?im)^content-transfer-encoding:\\s*(base64|quoted-printable)\\s*$");

  private final HttpDataFactory memory = new DefaultHttpDataFactory(false);

  /** The pairs of a body, or the fault of a body that cannot be read. */
  public sealed interface Read {
    record Pairs(List<UrlEncoded.Pair> pairs) implements Read {}

    record Bad(ParsedLead.Bad fault) implements Read {}
  }

  /**
   * Reads a body.
   *
   * @param contentType the type, whose header names the boundary
   */
  public Read read(ContentType contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType.header());
    String bytes = new String(body, StandardCharsets.ISO_8859_1); // A file may be any bytes.
    if (!boundary.find() || !isWhole(bytes, boundary.group(1))) {
      return malformed();
    }
    Optional<String> coding = coding(bytes, boundary.group(1));
    if (coding.isPresent()) {
      return bad(
          "A part has the Content-Transfer-Encoding %s; send its text as it is."
              .formatted(coding.get()));
    }
    HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType.header());
    try {
      HttpPostMultipartRequestDecoder decoder =
          new HttpPostMultipartRequestDecoder(
              memory, head, StandardCharsets.UTF_8, PARTS_MAX, body.length + 1);
      try {
        decoder.offer(new DefaultLastHttpContent(Unpooled.wrappedBuffer(body)));
        return read(decoder.getBodyHttpDatas());
      } finally {
        decoder.destroy();
      }
    } catch (TooManyFormFieldsException e) {
      return new Read.Bad(
          new ParsedLead.Bad(
              Refusal.INVALID_LEAD,
              "The body has more than %d parts.".formatted(PARTS_MAX),
              List.of()));
    } catch (RuntimeException | IOException e) {
      // The library also throws undocumented exceptions at parts without a name.
      return malformed();
    }
  }

  private static Read bad(String detail) {
    return new Read.Bad(ParsedLead.Bad.malformed(detail));
  }

  private static Read malformed() {
    return bad(
        "The multipart body cannot be read: each part begins with the boundary that the"
            + " Content-Type names and a header with the name of its field, and the last part ends"
            + " with the boundary and two hyphens.");
  }

  /** Whether the body has the boundary of its end, behind which nothing of the lead can be. */
  private static boolean isWhole(String body, String boundary) {
    String end = "--" + boundary + "--";
    return body.contains("\r\n" + end) || body.contains("\n" + end);
  }

  /** The coding of a part, from the headers of the parts; their values may have the same words. */
  private static Optional<String> coding(String body, String boundary) {
    Matcher headers =
        Pattern.compile(Pattern.quote("--" + boundary) + "\\r?\\n((?:[^\\r\\n]+\\r?\\n)*+)")
            .matcher(body);
    while (headers.find()) {
      Matcher coding = ENCODED.matcher(headers.group(1));
      if (coding.find()) {
        return Optional.of(coding.group(1));
      }
    }
    return Optional.empty();
  }

  private static Read read(List<InterfaceHttpData> parts) throws IOException {
    List<UrlEncoded.Pair> pairs = new ArrayList<>();
    for (InterfaceHttpData part : parts) {
      Optional<Read> refused = part(part, pairs);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    return parts.isEmpty() ? malformed() : new Read.Pairs(pairs);
  }

  private static Optional<Read> part(InterfaceHttpData part, List<UrlEncoded.Pair> pairs)
      throws IOException {
    return switch (part) {
      case FileUpload file when file.length() == 0 && file.getFilename().isEmpty() ->
          Optional.empty();
      case FileUpload file ->
          Optional.of(
              bad(
                  "The part %s is a file; a lead has texts alone."
                      .formatted(JsonText.printable(file.getName()))));
      case Attribute text -> {
        Optional<String> value = Utf8.decode(text.get());
        value.ifPresent(known -> pairs.add(new UrlEncoded.Pair(text.getName(), known)));
        yield value.isPresent()
            ? Optional.empty()
            : Optional.of(
                bad(
                    "The part %s is not valid UTF-8; send its text in UTF-8."
                        .formatted(JsonText.printable(text.getName()))));
      }
      default -> Optional.of(malformed());
    };
  }
}

package io.leadgate.web.edge;

import io.leadgate.domain.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.internal.StringUtil;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks the framing rules that keep a second request from emerging out of a body (RFC 9112,
 * sections 3.2, 6.1 and 6.3), as far as Netty does not check them itself.
 */
final class Framing {

  private static final Pattern VERSION = Pattern.compile("HTTP/([0-9])\\.([0-9])");

  private Framing() {}

  /**
   * Returns the version to serve a request line with.
   *
   * @throws HttpFault if the line names no version, or an unsupported major version
   */
  static HttpVersion version(String text) {
    if (text.equals("HTTP/1.1")) {
      return HttpVersion.HTTP_1_1;
    }
    if (text.equals("HTTP/1.0")) {
      return HttpVersion.HTTP_1_0;
    }
    if (!VERSION.matcher(text).matches()) {
      throw new HttpFault(
          Refusal.MALFORMED_REQUEST, "The request line must end with HTTP/1.1 or HTTP/1.0.");
    }
    if (text.charAt(5) != '1') {
      throw new HttpFault(
          Refusal.HTTP_VERSION_NOT_SUPPORTED, "The supported versions are HTTP/1.1 and HTTP/1.0.");
    }
    return HttpVersion.HTTP_1_1;
  }

  /**
   * Finds the fault in the framing of a request's head; empty if there is no fault. Netty may have
   * refused the request already, without a reason.
   */
  static Optional<HttpFault> fault(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      Optional<HttpFault> fault = ofTransferEncoding(request, headers);
      if (fault.isPresent()) {
        return fault;
      }
    }
    if (headers.getAll(HttpHeaderNames.HOST).size() > 1) {
      return malformed("The request has several Host headers; send one.");
    }
    return request.decoderResult().isFailure()
            && headers.getAll(HttpHeaderNames.CONTENT_LENGTH).size() > 1
        ? malformed("The request has several Content-Length headers; send one.")
        : Optional.empty();
  }

  /**
   * Encodes the per cent signs of a query that stand for themselves (WHATWG URL, section 5.1), as
   * tracking links have them. The routes would otherwise refuse the request, because their path
   * parameters are kept with those of the query.
   */
  static void mendQuery(HttpRequest request) {
    String uri = request.uri();
    int query = uri.indexOf('?');
    if (query < 0 || uri.indexOf('%', query) < 0) {
      return;
    }
    StringBuilder mended = new StringBuilder(uri.length() + 16).append(uri, 0, query);
    for (int i = query; i < uri.length(); i++) {
      char c = uri.charAt(i);
      mended.append(c);
      if (c == '%' && !isEscape(uri, i)) {
        mended.append("25");
      }
    }
    request.setUri(mended.toString());
  }

  private static boolean isEscape(String uri, int at) {
    return at + 2 < uri.length()
        && StringUtil.decodeHexNibble(uri.charAt(at + 1)) >= 0
        && StringUtil.decodeHexNibble(uri.charAt(at + 2)) >= 0;
  }

  static HttpFault tooManyTrailers(int linesMax) {
    return new HttpFault(
        Refusal.MALFORMED_REQUEST,
        "A body has at most %d trailer lines after its chunks; send fewer.".formatted(linesMax));
  }

  /** The fault of a body with malformed chunks. */
  static HttpFault badChunks() {
    return new HttpFault(
        Refusal.MALFORMED_REQUEST,
        "The chunks of the body cannot be read: each is its length in hexadecimal digits, a line"
            + " end, so many bytes, and a line end.");
  }

  /**
   * Whether a line begins the last chunk, whose size is 0. Must agree with Netty, which reads
   * trailers next.
   *
   * @param line bytes that Netty consumed at once without handing on any of them
   */
  static boolean isLastChunk(ByteBuf line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (line.getByte(i) != '0') {
        return i > from && StringUtil.decodeHexNibble(line.getByte(i)) < 0;
      }
    }
    return false;
  }

  private static Optional<HttpFault> ofTransferEncoding(HttpRequest request, HttpHeaders headers) {
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
      return malformed("The only supported Transfer-Encoding is chunked, named once.");
    }
    if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return malformed("The request has both Transfer-Encoding and Content-Length; send one.");
    }
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0)
        ? malformed("HTTP/1.0 has no Transfer-Encoding; send a Content-Length.")
        : Optional.empty();
  }

  private static Optional<HttpFault> malformed(String detail) {
    return Optional.of(new HttpFault(Refusal.MALFORMED_REQUEST, detail));
  }
}

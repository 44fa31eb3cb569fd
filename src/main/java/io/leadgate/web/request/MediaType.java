package io.leadgate.web.request;

import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a request's Content-Type and Content-Encoding, and refuses those that are not supported.
 */
public final class MediaType {

  public static final String JSON = "application/json";
  public static final String FORM = "application/x-www-form-urlencoded";
  public static final String XML = "application/xml";
  public static final String TEXT_XML = "text/xml";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

  private MediaType() {}

  /** Whether the body is {@code application/json}. A named character set must be UTF-8. */
  public static boolean isJson(HttpServerRequest request) {
    return is(request, JSON);
  }

  public static boolean isForm(HttpServerRequest request) {
    return is(request, FORM);
  }

  /** Whether the body is XML, by either of its types (RFC 7303, section 9). */
  public static boolean isXml(HttpServerRequest request) {
    return is(request, XML) || is(request, TEXT_XML);
  }

  /**
   * Whether the body is {@code application/merge-patch+json} or plain JSON, which is taken as a
   * merge patch too.
   */
  public static boolean isMergePatch(HttpServerRequest request) {
    return isJson(request) || is(request, MERGE_PATCH);
  }

  private static boolean is(HttpServerRequest request, String wanted) {
    String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (header == null || header.equals(wanted)) {
      return header != null;
    }
    String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].strip().equals(wanted)) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace("\"", "").strip();
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return true;
  }

  public static boolean isNotEncoded(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding == null || encoding.strip().equalsIgnoreCase("identity");
  }

  /**
   * Whether the body is compressed with gzip, also called {@code x-gzip} (RFC 9110, section
   * 8.4.1.3).
   */
  public static boolean isGzip(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding != null && GZIP.contains(encoding.strip().toLowerCase(Locale.ROOT));
  }

  /** Answers 415, and names the supported type and encoding (RFC 9110, section 15.5.16). */
  public static void refuse(HttpServerResponse response, String detail) {
    refuse(response, JSON, "identity", detail);
  }

  /** Answers a PATCH with 415, and names the supported types (RFC 5789, section 2.2). */
  public static void refusePatch(HttpServerResponse response, String detail) {
    String taken = MERGE_PATCH + ", " + JSON;
    response.putHeader("Accept-Patch", taken);
    refuse(response, taken, "identity", detail);
  }

  /**
   * Answers 415.
   *
   * @param types the value of the header Accept
   * @param encodings the value of the header Accept-Encoding
   */
  public static void refuse(
      HttpServerResponse response, String types, String encodings, String detail) {
    response.putHeader(HttpHeaders.ACCEPT, types).putHeader(HttpHeaders.ACCEPT_ENCODING, encodings);
    Problem.of(Refusal.UNSUPPORTED_MEDIA_TYPE, detail).send(response);
  }
}

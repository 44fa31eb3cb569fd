package io.leadgate.web.request;

import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Set;

/** Refuses the content codings and types of bodies that are not supported. Thread-safe. */
public final class MediaType {

  private static final String MERGE_PATCH = "application/merge-patch+json";

  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

  private MediaType() {}

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

  /**
   * Tells a caller why the content coding of a body is refused.
   *
   * @param taken the codings that are taken there, in words
   */
  public static String codingRefusal(HttpServerRequest request, String taken) {
    return "The Content-Encoding is %s, which names a compression; send the body %s."
        .formatted(
            ContentType.shown(String.valueOf(request.getHeader(HttpHeaders.CONTENT_ENCODING))),
            taken);
  }

  /** Answers 415, and names the supported type and encoding (RFC 9110, section 15.5.16). */
  public static void refuse(HttpServerResponse response, String detail) {
    refuse(response, ContentType.JSON, "identity", detail);
  }

  /** Answers a PATCH with 415, and names the supported types (RFC 5789, section 2.2). */
  public static void refusePatch(HttpServerResponse response, String detail) {
    String taken = MERGE_PATCH + ", " + ContentType.JSON;
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

package io.leadgate.http;

import io.leadgate.domain.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;

/** What a request says of its body's type. */
public final class MediaType {

  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String FORM = "application/x-www-form-urlencoded";

  private MediaType() {}

  /** {@code application/json}, in UTF-8 if it names a character set. */
  public static boolean isJson(HttpServerRequest request) {
    return is(request, JSON);
  }

  public static boolean isForm(HttpServerRequest request) {
    return is(request, FORM);
  }

  /** {@code application/merge-patch+json}; plain JSON is taken for it too. */
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

  /** 415, with what is taken (RFC 9110, section 15.5.16). */
  public static void refuse(HttpServerResponse response, String detail) {
    refuse(response, JSON, detail);
  }

  /** The same for a PATCH (RFC 5789, section 2.2). */
  public static void refusePatch(HttpServerResponse response, String detail) {
    String taken = MERGE_PATCH + ", " + JSON;
    response.putHeader("Accept-Patch", taken);
    refuse(response, taken, detail);
  }

  private static void refuse(HttpServerResponse response, String taken, String detail) {
    response
        .putHeader(HttpHeaders.ACCEPT, taken)
        .putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    Problem.of(Refusal.UNSUPPORTED_MEDIA_TYPE, detail).send(response);
  }
}

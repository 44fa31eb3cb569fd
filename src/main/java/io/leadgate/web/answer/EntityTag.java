package io.leadgate.web.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Sha256;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes and compares strong entity tags (RFC 9110, section 8.8.3). A tag is a hash over the
 * answer's JSON, so it changes with every change that a reader could see.
 */
public final class EntityTag {

  private static final int BYTES = 12;
  private static final Pattern TAG =
      Pattern.compile("\\s*((?:W/)?\"[\\x21\\x23-\\x7E]*\")\\s*(?:,|$)");

  private EntityTag() {}

  public static String of(ObjectNode representation) {
    byte[] hash = Sha256.of(representation.toString());
    return '"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"';
  }

  /**
   * Whether the header If-Match allows a change of the representation (RFC 9110, section 13.1.1).
   * Weak tags and malformed tags never match.
   */
  public static boolean ifMatch(HttpServerRequest request, ObjectNode representation) {
    List<String> headers = request.headers().getAll(HttpHeaders.IF_MATCH);
    if (headers.isEmpty()) {
      return true;
    }
    String wanted = String.join(",", headers).strip();
    if (wanted.equals("*")) {
      return true;
    }
    String tag = of(representation);
    Matcher tags = TAG.matcher(wanted);
    while (tags.lookingAt()) {
      if (tags.group(1).equals(tag)) {
        return true;
      }
      tags.region(tags.end(), wanted.length());
    }
    return false;
  }
}

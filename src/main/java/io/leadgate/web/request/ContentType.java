package io.leadgate.web.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;

/**
 * The type of a body as its sender names it in the header Content-Type (RFC 9110, section 8.3).
 * Senders write the header in many ways: JSON and forms have no parameter {@code charset}, which
 * therefore matters only where it names another encoding than UTF-8 or ASCII.
 *
 * @param charset the character set in lower case; empty if the header names none
 * @param header the header as it came; empty if the request has no such header
 */
public record ContentType(Kind kind, String charset, String header) {

  /** The formats of bodies; each has several names. */
  public enum Kind {
    /** Also {@code text/json}, {@code text/x-json}, and any type that ends in {@code +json}. */
    JSON,
    FORM,
    MULTIPART,
    /** {@code application/xml} or {@code text/xml}, or any that ends in {@code +xml} (RFC 7303). */
    XML,
    OTHER
  }

  public static final String JSON = "application/json";
  public static final String FORM = "application/x-www-form-urlencoded";
  public static final String MULTIPART = "multipart/form-data";
  public static final String XML = "application/xml";

  private static final ContentType PLAIN_JSON = new ContentType(Kind.JSON, "", JSON);
  private static final String CHARSET = "charset";

  /** The labels of UTF-8 in the WHATWG's Encoding standard, and those of ASCII, its subset. */
  private static final Set<String> UTF_8 =
      Set.of(
          "",
          "utf-8",
          "utf8",
          "unicode-1-1-utf-8",
          "unicode11utf8",
          "unicode20utf8",
          "x-unicode20utf8",
          "us-ascii",
          "ascii",
          "ansi_x3.4-1968",
          "iso-ir-6",
          "iso646-us",
          "us",
          "csascii",
          "cp367",
          "ibm367");

  private static final int SHOWN_LENGTH_MAX = 100;

  public static ContentType of(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (header == null) {
      return new ContentType(Kind.OTHER, "", "");
    }
    return header.equals(JSON) ? PLAIN_JSON : parse(header);
  }

  public static ContentType parse(String header) {
    String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
    String charset = "";
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      int equals = parameter.indexOf('=');
      if (equals >= 0 && parameter.substring(0, equals).strip().equals(CHARSET)) {
        charset = unquoted(parameter.substring(equals + 1));
      }
    }
    return new ContentType(kind(parts[0].strip()), charset, header);
  }

  private static Kind kind(String type) {
    return switch (type) {
      case JSON, "text/json", "text/x-json" -> Kind.JSON;
      case FORM -> Kind.FORM;
      case MULTIPART -> Kind.MULTIPART;
      case XML, "text/xml" -> Kind.XML;
      default ->
          type.startsWith("application/") && type.endsWith("+json")
              ? Kind.JSON
              : type.startsWith("application/") && type.endsWith("+xml") ? Kind.XML : Kind.OTHER;
    };
  }

  private static String unquoted(String value) {
    return value.replace("\"", "").replace("'", "").strip();
  }

  /** Whether the body is of a kind that is read, in UTF-8 as far as the header says. */
  public boolean is(Kind wanted) {
    return kind == wanted && isUtf8();
  }

  /** Whether the header names no other encoding than UTF-8 or ASCII. */
  public boolean isUtf8() {
    return UTF_8.contains(charset);
  }

  /** Whether a text names UTF-8 or ASCII. */
  public static boolean isUtf8(String charset) {
    return UTF_8.contains(charset.toLowerCase(Locale.ROOT));
  }

  /**
   * Tells a caller why the body is refused.
   *
   * @param taken the types that are taken there, in words
   */
  public String refusal(String taken) {
    if (header.isEmpty()) {
      return "The request has no Content-Type; send " + taken + ".";
    }
    return isUtf8()
        ? "The Content-Type is %s; send %s.".formatted(shown(header), taken)
        : "The Content-Type is %s; send the body in UTF-8.".formatted(shown(header));
  }

  /** A header in quotes, without what cannot be printed. */
  static String shown(String header) {
    String begin =
        header.length() > SHOWN_LENGTH_MAX ? header.substring(0, SHOWN_LENGTH_MAX) + "..." : header;
    return '"' + begin.replaceAll("[^ -~]", "?") + '"';
  }
}

package io.leadgate.longwork;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Makes bodies of the largest size that an endpoint takes. */
final class Bodies {

  /** The most bytes of a single lead, and of a body of the Account API and of an admin. */
  static final int BODY = 65_536;

  /** The most bytes of an array. */
  static final int ARRAY = 1_048_576;

  /** The most bytes of a body of the token family. */
  static final int TOKEN_BODY = 16_384;

  /** A little less than the most bytes of a request line or of the headers. */
  static final int HEAD = 15_000;

  /** The bytes of each of as many leads as an array has at most. */
  static final int ITEM = 1_040;

  private static final int ITEMS = 1_000;
  private static final int FIELDS = 200;

  private Bodies() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(bytes(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Joins as many pieces as fit into the length. */
  static String text(int length, String separator, IntFunction<String> piece) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; ; i++) {
      String next = (i == 0 ? "" : separator) + piece.apply(i);
      if (text.length() + next.length() > length) {
        return text.toString();
      }
      text.append(next);
    }
  }

  static String list(int length, IntFunction<String> item) {
    return "[" + text(length - 2, ",", item) + "]";
  }

  static String object(int length, IntFunction<String> member) {
    return "{" + text(length - 2, ",", member) + "}";
  }

  /** An object of as many members as fit, each with a name of its own. */
  static String members(int length, String value) {
    return object(length, i -> "\"n%d\":%s".formatted(i, value));
  }

  /** An array of as many leads as are taken, which together fit into the length of an array. */
  static String leads(IntFunction<String> lead) {
    return list(ARRAY, i -> i < ITEMS ? lead.apply(i) : "x".repeat(ARRAY));
  }

  static String deep(int depth, String inside) {
    return "[".repeat(depth) + inside + "]".repeat(depth);
  }

  /** The fields of a lead type that has as many as a lead may have, as JSON of the Account API. */
  static String fields(String type, String moreMembers) {
    return IntStream.range(0, FIELDS)
        .mapToObj(i -> "{\"name\":\"f%d\",\"type\":\"%s\"%s}".formatted(i, type, moreMembers))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** A field with a phone number of London, which fifty thousand leads have not in common. */
  static String phone(int lead, int field) {
    return "\"f%d\":\"+44 20 7%03d %04d\""
        .formatted(field, (field + FIELDS * (lead / 10_000)) % 1_000, lead % 10_000);
  }
}

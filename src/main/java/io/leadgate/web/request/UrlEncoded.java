package io.leadgate.web.request;

import io.leadgate.web.answer.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a form or a query as browsers write it (WHATWG URL, section 5.1): ignores empty pairs,
 * reads a plus as a space, and keeps a per cent sign unless two hexadecimal digits follow it.
 * Thread-safe.
 */
public final class UrlEncoded {

  private UrlEncoded() {}

  /** A name with its value; the value is empty if the pair has no equals sign. */
  public record Pair(String name, String value) {}

  /** The pairs in their order; empty if a decoded name or value is not valid UTF-8. */
  public static Optional<List<Pair>> pairs(byte[] text) {
    List<Pair> pairs = new ArrayList<>();
    int from = 0;
    while (from < text.length) {
      int to = indexOf(text, '&', from, text.length);
      if (to > from) {
        int equals = indexOf(text, '=', from, to);
        Optional<String> name = decode(text, from, equals);
        Optional<String> value = decode(text, Math.min(equals + 1, to), to);
        if (name.isEmpty() || value.isEmpty()) {
          return Optional.empty();
        }
        pairs.add(new Pair(name.get(), value.get()));
      }
      from = to + 1;
    }
    return Optional.of(pairs);
  }

  /** Tells the sender of a form that has no {@link #pairs} why. */
  public static String fault(byte[] form) {
    return Utf8.decode(form).isEmpty()
        ? Utf8.fault(form)
        : "The form is not valid UTF-8, once its per cent signs are decoded; send it in UTF-8.";
  }

  /** The pairs of a query; empty if the query is not valid UTF-8. */
  public static Optional<List<Pair>> pairsOfQuery(String query) {
    return pairs(query.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * The values of one parameter of a query, in their order. Passes over all other parameters,
   * however they are written.
   */
  public static List<String> valuesInQuery(String query, String name) {
    List<String> values = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (pair.contains("%") || pair.startsWith(name)) {
        pairsOfQuery(pair).orElse(List.of()).stream()
            .filter(read -> read.name().equals(name))
            .forEach(read -> values.add(read.value()));
      }
    }
    return values;
  }

  /** Finds the first place of a character; the end if the character is missing. */
  private static int indexOf(byte[] text, char wanted, int from, int end) {
    int at = from;
    while (at < end && text[at] != wanted) {
      at++;
    }
    return at;
  }

  /** Decodes a name or a value; empty if the decoded bytes are not valid UTF-8. */
  private static Optional<String> decode(byte[] text, int from, int to) {
    byte[] decoded = new byte[to - from];
    int length = 0;
    for (int at = from; at < to; at++) {
      byte b = text[at];
      if (b == '+') {
        b = ' ';
      } else if (b == '%' && at + 2 < to && isHex(text[at + 1]) && isHex(text[at + 2])) {
        b = (byte) (Character.digit(text[at + 1], 16) << 4 | Character.digit(text[at + 2], 16));
        at += 2;
      }
      decoded[length++] = b;
    }
    return Utf8.decode(length == decoded.length ? decoded : Arrays.copyOf(decoded, length));
  }

  private static boolean isHex(byte b) {
    return Character.digit(b, 16) >= 0;
  }
}

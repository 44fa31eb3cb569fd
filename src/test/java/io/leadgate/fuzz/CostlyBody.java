package io.leadgate.fuzz;

import io.leadgate.support.ContentTypes;
import io.leadgate.web.request.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A body of the largest size that is taken, made to be slow to read.
 *
 * @param length the length of the whole body
 * @param body makes a body of about that length
 */
public record CostlyBody(String name, ContentType format, int length, IntFunction<String> body) {

  private static final int LEAD = 65_536;
  private static final int ARRAY = 1_048_576;

  static Stream<CostlyBody> all() {
    return Stream.of(
        new CostlyBody("JSON of one name", ContentTypes.JSON, LEAD, n -> object(n, i -> "\"a\":1")),
        new CostlyBody(
            "JSON of many names",
            ContentTypes.JSON,
            LEAD,
            n -> object(n, i -> "\"%d\":1".formatted(i))),
        new CostlyBody(
            "JSON of names of one hash",
            ContentTypes.JSON,
            LEAD,
            n -> object(n, i -> named(i, "b@"))),
        new CostlyBody(
            "JSON of names of one hash to Jackson",
            ContentTypes.JSON,
            LEAD,
            n -> object(n, i -> named(i, "b>"))),
        new CostlyBody(
            "JSON of nested names of one hash",
            ContentTypes.JSON,
            LEAD,
            n -> "{\"a\":%s}".formatted(object(n, i -> named(i, "b@")))),
        new CostlyBody(
            "JSON of escapes",
            ContentTypes.JSON,
            LEAD,
            n -> "{\"a\":\"%s\"}".formatted(many(n, "\\u0041"))),
        // Longer than a lead may be, because Jackson reads texts under 32 KiB in another way, so
        // that an eighth of this body must be longer.
        new CostlyBody(
            "JSON of one number",
            ContentTypes.JSON,
            ARRAY,
            n -> "{\"number\":%s}".formatted(many(n, "9"))),
        new CostlyBody(
            "JSON of many numbers",
            ContentTypes.JSON,
            LEAD,
            n -> "{\"a\":[%s1]}".formatted(many(n, "9".repeat(96) + "e30,"))),
        new CostlyBody(
            "JSON of arrays",
            ContentTypes.JSON,
            LEAD,
            n -> "{\"a\":[%s1]}".formatted(many(n, "[[[]]],"))),
        new CostlyBody("JSON that is deep", ContentTypes.JSON, LEAD, n -> many(n, "{\"a\":")),
        new CostlyBody("digits", ContentTypes.FORM, LEAD, n -> "integer=" + many(n, "9")),
        new CostlyBody("phone", ContentTypes.FORM, LEAD, n -> "phone=" + many(n, "+1")),
        new CostlyBody(
            "phone of extensions",
            ContentTypes.FORM,
            LEAD,
            n -> "phone=2125550123" + many(n, " ext 1")),
        new CostlyBody(
            "email of comments", ContentTypes.FORM, LEAD, n -> "email=" + many(n, "(") + "a@b.de"),
        new CostlyBody(
            "email of labels", ContentTypes.FORM, LEAD, n -> "email=a@" + many(n, "a.") + "de"),
        new CostlyBody(
            "email of quotes",
            ContentTypes.FORM,
            LEAD,
            n -> "email=" + many(n, "\"a\".") + "a@b.de"),
        new CostlyBody("email of signs", ContentTypes.FORM, LEAD, n -> "email=" + many(n, "a@")),
        new CostlyBody("spaces", ContentTypes.FORM, LEAD, n -> "us_state=" + many(n, "+") + "x"),
        new CostlyBody("form of one name", ContentTypes.FORM, LEAD, n -> many(n, "a&")),
        new CostlyBody("form of nothing", ContentTypes.FORM, LEAD, n -> many(n, "&")),
        new CostlyBody("form of escapes", ContentTypes.FORM, LEAD, n -> many(n, "%")),
        new CostlyBody(
            "form of names of one hash",
            ContentTypes.FORM,
            LEAD,
            n -> joined(n, "&", i -> hashed(i, "b@"))),
        new CostlyBody(
            "XML of entities",
            ContentTypes.XML,
            LEAD,
            n -> "<x><a>%s</a></x>".formatted(many(n, "&amp;"))),
        new CostlyBody(
            "XML of cdata",
            ContentTypes.XML,
            LEAD,
            n -> "<x><a>%s</a></x>".formatted(many(n, "<![CDATA[]]>&#65;"))),
        new CostlyBody(
            "XML of comments",
            ContentTypes.XML,
            LEAD,
            n -> "<x>%s</x>".formatted(many(n, "<!---->"))),
        new CostlyBody(
            "XML of fields", ContentTypes.XML, LEAD, n -> "<x>%s</x>".formatted(many(n, "<a/>"))),
        new CostlyBody(
            "XML of attributes",
            ContentTypes.XML,
            LEAD,
            n -> "<x %s/>".formatted(joined(n, " ", "a%d=''"::formatted))),
        new CostlyBody("XML that is deep", ContentTypes.XML, LEAD, n -> many(n, "<a>")),
        new CostlyBody(
            "array of one lead",
            ContentTypes.JSON,
            ARRAY,
            n -> "[%s]".formatted(object(n, i -> "\"a\":1"))),
        new CostlyBody(
            "array of names of one hash to Jackson",
            ContentTypes.JSON,
            ARRAY,
            n -> "[%s]".formatted(object(n, i -> named(i, "b>")))),
        new CostlyBody(
            "array of wrapped leads",
            ContentTypes.JSON,
            ARRAY,
            n -> "[%s]".formatted(object(n, i -> "\"fields\":{}"))),
        new CostlyBody(
            "array of members beside fields",
            ContentTypes.JSON,
            ARRAY,
            n -> "[{\"fields\":{},\"a\":%s}]".formatted(object(n, i -> named(i, "b@")))),
        new CostlyBody(
            "array of deep leads",
            ContentTypes.JSON,
            ARRAY,
            n -> "[%s1]".formatted(many(n, "[".repeat(900) + "]".repeat(900) + ","))),
        new CostlyBody(
            "array of one number", ContentTypes.JSON, ARRAY, n -> "[%s]".formatted(many(n, "9"))),
        new CostlyBody(
            "array of escapes",
            ContentTypes.JSON,
            ARRAY,
            n -> "[{\"fields\":\"%s\"}]".formatted(many(n, "\\u0041"))));
  }

  byte[] part(int parts) {
    return body.apply(length / parts).getBytes(StandardCharsets.UTF_8);
  }

  /** The name that JUnit shows. */
  @Override
  public String toString() {
    return name;
  }

  private static String object(int length, IntFunction<String> member) {
    return "{" + joined(length - 2, ",", member) + "}";
  }

  /** As many numbered parts as fit into that length. */
  private static String joined(int length, String between, IntFunction<String> part) {
    StringBuilder all = new StringBuilder(part.apply(0));
    for (int i = 1; ; i++) {
      String next = part.apply(i);
      if (all.length() + next.length() >= length) {
        return all.toString();
      }
      all.append(between).append(next);
    }
  }

  private static String many(int length, String text) {
    return text.repeat(Math.max(1, length / text.length()));
  }

  private static String named(int number, String other) {
    return "\"%s\":1".formatted(hashed(number, other));
  }

  /**
   * Makes names of one hash. In the hash a character counts 31 times as much as the next character
   * (Java), or 33 times as much (Jackson).
   *
   * @param other a text of the same hash as a_
   */
  public static String hashed(int number, String other) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 15; bit++) {
      name.append((number >> bit & 1) == 0 ? "a_" : other);
    }
    return name.toString();
  }
}

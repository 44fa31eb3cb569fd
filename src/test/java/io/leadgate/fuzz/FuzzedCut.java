package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.receiver.cut.BodyCut;
import io.leadgate.receiver.cut.CredentialNames;
import io.leadgate.receiver.cut.Cut;
import io.leadgate.receiver.cut.Level;
import io.leadgate.support.ContentTypes;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a body without its credentials with {@link StrictJson}: what is no credential stays as
 * it was sent. In each format a body that was cut holds no credential any more.
 */
final class FuzzedCut {

  private static final int DEPTH_MAX = 1_000;
  private static final Set<String> NAMES =
      Set.of("api-key", "api_key", "apikey", "access_token", "client_secret");
  private static final CredentialNames CREDENTIALS = CredentialNames.of(FuzzTypes.ANYTHING);
  private static final Pattern SECRETS = Pattern.compile("lgs_[A-Za-z0-9_-]{43}");
  private static final Pattern SCHEME = Pattern.compile("(?i)bearer|basic");
  private static final String SECRET = "lgs_0123456789abcdefghijABCDEFGHIJ-_0123456789a";
  private static final ContentType MULTIPART = ContentType.parse("multipart/form-data; boundary=b");

  private FuzzedCut() {}

  static void verify(byte[] body) {
    checkHidden(body);
    for (ContentType type :
        List.of(ContentTypes.JSON, ContentTypes.FORM, ContentTypes.XML, MULTIPART)) {
      for (Level level : List.of(Level.BODY, Level.V2_BODY)) {
        Cut cut = BodyCut.of(type, body, CREDENTIALS, level).toEnd();
        must(
            !cut.names().isEmpty() || Arrays.equals(cut.body(), body) || hasSecret(body),
            "a body without a credential stays as it came");
        must(cut.names().size() <= NAMES.size() + 1, "each name is told once");
        Cut again = BodyCut.of(type, cut.body(), CREDENTIALS, level).toEnd();
        must(
            again.names().isEmpty()
                || isStarred(cut.body())
                || opening(cut.body()) != opening(body),
            "a body that was cut holds no credential");
      }
    }
    if (hasSecret(body)) {
      return;
    }
    Optional<String> text = Utf8.decode(Utf8.withoutMark(body));
    text.flatMap(json -> StrictJson.read(json, DEPTH_MAX))
        .ifPresent(tree -> checkJson(text.get(), tree, body));
  }

  /** Puts a client secret into the body at a place that the body itself decides. */
  private static void checkHidden(byte[] body) {
    int at = body.length == 0 ? 0 : (body[0] & 0xFF) % body.length;
    String text = new String(body, StandardCharsets.ISO_8859_1);
    byte[] planted =
        (text.substring(0, at) + SECRET + ' ' + text.substring(at))
            .getBytes(StandardCharsets.ISO_8859_1);
    for (ContentType type :
        List.of(ContentTypes.JSON, ContentTypes.FORM, ContentTypes.XML, MULTIPART)) {
      Cut cut = BodyCut.of(type, planted, CREDENTIALS, Level.BODY).toEnd();
      must(
          !new String(cut.body(), StandardCharsets.ISO_8859_1).contains(SECRET),
          "a body that is kept holds no client secret");
    }
  }

  /** Whether the fuzzer has found out what a client secret looks like. */
  private static boolean hasSecret(byte[] body) {
    return SECRETS.matcher(new String(body, StandardCharsets.ISO_8859_1).replace("\0", "")).find();
  }

  /** Whether a value is three stars, which stay where a body is searched as text. */
  private static boolean isStarred(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1).contains("***");
  }

  /**
   * The format that the first bytes tell of: the rest of a form may begin as JSON once its first
   * pair is cut, and is then searched in another way.
   */
  private static char opening(byte[] body) {
    String start = new String(body, 0, Math.min(body.length, 4), StandardCharsets.ISO_8859_1);
    if (start.chars().anyMatch(c -> c == 0 || c >= 0xFE)) {
      return 'w'; // It may be UTF-16 or UTF-32.
    }
    String text = new String(Utf8.withoutMark(body), StandardCharsets.ISO_8859_1).stripLeading();
    return text.isEmpty() || "{[<".indexOf(text.charAt(0)) < 0 ? ' ' : text.charAt(0);
  }

  private static void checkJson(String text, JsonTree tree, byte[] body) {
    Cut cut = BodyCut.of(ContentTypes.JSON, body, CREDENTIALS, Level.BODY).toEnd();
    String left = new String(Utf8.withoutMark(cut.body()), StandardCharsets.UTF_8);
    JsonTree after =
        StrictJson.read(left, DEPTH_MAX)
            .orElseThrow(() -> new AssertionError("JSON stays JSON: " + left));
    switch (tree) {
      case JsonTree.Members lead -> compare(text, lead, left, (JsonTree.Members) after);
      case JsonTree.Items items -> {
        List<JsonTree> kept = ((JsonTree.Items) after).list();
        must(kept.size() == items.list().size(), "each item stays");
        for (int i = 0; i < kept.size(); i++) {
          if (items.list().get(i) instanceof JsonTree.Members item) {
            compareItem(text, item, left, (JsonTree.Members) kept.get(i));
          }
        }
      }
      default -> must(left.equals(text), "a scalar stays");
    }
  }

  private static void compareItem(
      String text, JsonTree.Members item, String left, JsonTree.Members after) {
    List<JsonTree.Member> kept = kept(item);
    must(kept.size() == after.list().size(), "an item loses its credentials alone");
    for (int i = 0; i < kept.size(); i++) {
      JsonTree before = kept.get(i).value();
      JsonTree now = after.list().get(i).value();
      if (kept.get(i).name().equals("fields") && before instanceof JsonTree.Members fields) {
        compare(text, fields, left, (JsonTree.Members) now);
      } else {
        must(part(text, before).equals(part(left, now)), "a member of an item stays as it came");
      }
    }
  }

  /** Checks the fields of a lead of which a credential was cut out. */
  static void checkLead(String text, String fields) {
    compare(text, GoodFields.fields(text), fields, GoodFields.fields(fields));
  }

  private static void compare(
      String text, JsonTree.Members lead, String left, JsonTree.Members after) {
    List<JsonTree.Member> kept = kept(lead);
    must(kept.size() == after.list().size(), "a lead loses its credentials alone");
    for (int i = 0; i < kept.size(); i++) {
      must(
          text.substring(kept.get(i).from(), kept.get(i).value().to())
              .equals(left.substring(after.list().get(i).from(), after.list().get(i).value().to())),
          "a member stays as it came");
    }
  }

  private static String part(String text, JsonTree value) {
    return text.substring(value.from(), value.to());
  }

  /** The members that are no credentials. */
  static List<JsonTree.Member> kept(JsonTree.Members lead) {
    return lead.list().stream().filter(member -> !isCredential(member)).toList();
  }

  private static boolean isCredential(JsonTree.Member member) {
    String name = Oracle.lowerCase(member.name());
    return NAMES.contains(name)
        || (name.equals("authorization")
            && member.value() instanceof JsonTree.Text text
            && isOfHeader(text.text().stripLeading()));
  }

  private static boolean isOfHeader(String value) {
    Matcher word = SCHEME.matcher(value);
    return word.lookingAt()
        && word.end() < value.length()
        && !Character.isLetterOrDigit(value.charAt(word.end()));
  }
}

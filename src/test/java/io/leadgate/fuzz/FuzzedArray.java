package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.support.ContentTypes;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.body.BodyBound;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Compares the reading of an array of leads with {@link StrictJson}. */
final class FuzzedArray {

  private static final int DEPTH_MAX = 1_000;
  private static final BodyBound BOUND = new BodyBound(1, 2);

  private FuzzedArray() {}

  static void verify(byte[] body) {
    FuzzTypes.ALL.forEach(type -> verify(body, type));
    Utf8.decode(Utf8.withoutMark(body))
        .filter(text -> !text.isBlank())
        .ifPresent(
            text ->
                must(
                    Json.isArray(text) == (BOUND.after(Buffer.buffer(body)).bytesMax() == 2),
                    "exactly an array has the bound of arrays"));
  }

  private static void verify(byte[] body, LeadType type) {
    ParsedBody parsed = Oracle.parsed(ContentTypes.JSON, body, type);
    Optional<String> text = Utf8.decode(Utf8.withoutMark(body)).filter(Json::isArray);
    if (text.isEmpty()) {
      must(
          parsed instanceof ParsedLead, "a text that does not begin as an array is read as a lead");
    } else if (StrictJson.read(text.get(), DEPTH_MAX).orElse(null)
        instanceof JsonTree.Items items) {
      if (items.list().size() > Oracle.LIMITS.arrayItems()) {
        must(
            parsed instanceof ParsedLead.Bad bad && bad.refusal() == Refusal.BODY_TOO_LARGE,
            "a long array is refused whole");
      } else {
        checkItems(text.get(), items, parsed, type);
      }
    } else {
      must(parsed instanceof ParsedLead.Bad, "a broken array is refused whole");
    }
  }

  private static void checkItems(
      String text, JsonTree.Items array, ParsedBody parsed, LeadType type) {
    List<ParsedBody.Item> items = items(parsed);
    must(items.size() == array.list().size(), "an array has as many leads as elements");
    for (int i = 0; i < items.size(); i++) {
      verify(text, array.list().get(i), items.get(i), type);
    }
    String padded = FuzzedJson.padded(text);
    must(
        items(Oracle.parsed(ContentTypes.JSON, FuzzedJson.bytes(padded), type)).equals(items)
            || hasMalformed(items),
        "blanks before an array change nothing");
  }

  private static List<ParsedBody.Item> items(ParsedBody parsed) {
    if (parsed instanceof ParsedBody.Leads leads) {
      return leads.items();
    }
    throw new AssertionError("an array is read as an array");
  }

  /** Whether a lead is malformed. Its detail names the place, which differs behind blanks. */
  private static boolean hasMalformed(List<ParsedBody.Item> items) {
    return items.stream().anyMatch(item -> FuzzedJson.isMalformed(item.lead()));
  }

  private static void verify(String text, JsonTree element, ParsedBody.Item item, LeadType type) {
    if (!(element instanceof JsonTree.Members members)) {
      must(
          FuzzedJson.isMalformed(item.lead()) && item.key().isEmpty(),
          "an element that is not an object is malformed");
      return;
    }
    List<JsonTree.Member> fields =
        members.list().stream()
            .filter(
                member ->
                    member.name().equals("fields") && member.value() instanceof JsonTree.Members)
            .toList();
    if (fields.isEmpty()) {
      must(
          isReadAsAlone(text, element, item.lead(), type),
          "a lead in an array is read as it would be alone");
      must(item.key().isEmpty(), "a lead that is not wrapped has no key");
    } else {
      checkWrapped(text, members.list(), fields.getFirst(), item, type);
    }
  }

  private static void checkWrapped(
      String text,
      List<JsonTree.Member> members,
      JsonTree.Member fields,
      ParsedBody.Item item,
      LeadType type) {
    List<JsonTree.Member> others =
        members.stream().filter(member -> !member.equals(fields)).toList();
    if (others.stream().anyMatch(member -> !member.name().equals("idempotency_key"))
        || others.size() > 1) {
      must(isRefused(item, Refusal.INVALID_LEAD), "another member beside fields is refused");
      return;
    }
    Optional<JsonTree> given =
        others.stream()
            .map(JsonTree.Member::value)
            .filter(value -> !(value instanceof JsonTree.Word word && word.text().equals("null")))
            .findFirst();
    Optional<String> key =
        given.flatMap(
            value ->
                value instanceof JsonTree.Text string
                    ? IdempotencyKey.parse(string.text())
                    : Optional.empty());
    if (given.isPresent() && key.isEmpty()) {
      must(isRefused(item, Refusal.INVALID_IDEMPOTENCY_KEY), "a bad key is refused");
    } else {
      must(item.key().equals(key), "a wrapped lead has its own key");
      must(
          isReadAsAlone(text, fields.value(), item.lead(), type),
          "wrapped fields are read as they would be alone");
    }
  }

  private static boolean isRefused(ParsedBody.Item item, Refusal refusal) {
    return item.lead() instanceof ParsedLead.Bad bad
        && bad.refusal() == refusal
        && item.key().isEmpty();
  }

  private static boolean isReadAsAlone(
      String text, JsonTree value, ParsedLead lead, LeadType type) {
    String alone = text.substring(value.from(), value.to());
    return Oracle.parsed(ContentTypes.JSON, FuzzedJson.bytes(alone), type).equals(lead);
  }
}

package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.lowerCase;
import static io.leadgate.fuzz.Oracle.must;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leadgate.domain.LeadType;
import io.leadgate.receiver.LeadFingerprint;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the fields of a good lead, in the text that is passed on, by the rules of all formats. */
final class GoodFields {

  private static final int EXPONENT_MAX = 30;
  private static final int NUMBER_LENGTH_MAX = 100;

  /** Keeps numbers as they were written, because a double lacks their digits and their range. */
  private static final ObjectMapper EXACT =
      JsonMapper.builder(Json.leadFactory(StreamReadConstraints.DEFAULT_MAX_DEPTH))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private GoodFields() {}

  static void verify(ParsedLead.Good good, LeadType type) {
    JsonTree.Members fields = fields(good.fields());
    must(
        fields.list().size() <= Oracle.LIMITS.fields(), "the number of fields is within its limit");
    Set<String> names = new HashSet<>();
    for (JsonTree.Member field : fields.list()) {
      must(names.add(lowerCase(field.name())), "each name is unique");
      must(isSane(field), "PostgreSQL can read the field");
      must(
          type.takes(type.position(lowerCase(field.name()))),
          "a strict lead type takes its own fields only");
    }
    for (LeadType.Field field : type.fields()) {
      must(
          !field.required() || names.contains(lowerCase(field.name())),
          "each required field is there");
    }
    must(isSame(fields, tree(good.fields())), "Jackson reads the same fields back");
    must(
        LeadFingerprint.of(good.fields()).equals(LeadFingerprint.of(reversed(good.fields()))),
        "the fingerprint does not depend on the order");
    good.contact().email().ifPresent(GoodFields::checkEmail);
    good.contact().phone().ifPresent(GoodFields::checkPhone);
  }

  static JsonTree.Members fields(String text) {
    if (StrictJson.read(text, Oracle.LIMITS.jsonDepth()).orElse(null)
        instanceof JsonTree.Members members) {
      return members;
    }
    throw new AssertionError("the fields are not a JSON object");
  }

  private static void checkEmail(String email) {
    must(email.equals(lowerCase(email.strip())) && !email.isEmpty(), "an e-mail in lower case");
    must(email.chars().noneMatch(Character::isISOControl), "an e-mail without control characters");
  }

  private static void checkPhone(String phone) {
    must(phone.matches("\\+[0-9]{3,20}"), "a phone number in E.164");
  }

  static boolean isSane(JsonTree.Member field) {
    return isSane(field.name()) && isSane(field.value());
  }

  static boolean isSane(JsonTree value) {
    return switch (value) {
      case JsonTree.Members members ->
          members.list().stream().allMatch(GoodFields::isSane)
              && members.list().stream()
                      .map(JsonTree.Member::name)
                      .collect(Collectors.toSet())
                      .size()
                  == members.list().size();
      case JsonTree.Items items -> items.list().stream().allMatch(GoodFields::isSane);
      case JsonTree.Text text -> isSane(text.text());
      case JsonTree.Digits number -> isInRange(number.text());
      case JsonTree.Word word -> true;
    };
  }

  static boolean isSane(String text) {
    return text.indexOf(0) < 0 && !JsonTree.hasHalf(text);
  }

  private static boolean isInRange(String number) {
    int e = lowerCase(number).indexOf('e');
    return number.length() <= NUMBER_LENGTH_MAX
        && (e < 0
            || new BigInteger(number.substring(e + 1))
                    .abs()
                    .compareTo(BigInteger.valueOf(EXPONENT_MAX))
                <= 0);
  }

  private static JsonNode tree(String text) {
    try {
      return EXACT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Jackson refuses the fields of a good lead", e);
    }
  }

  /** Whether Jackson's tree equals the strict reader's tree. */
  private static boolean isSame(JsonTree value, JsonNode node) {
    return switch (value) {
      case JsonTree.Members members ->
          node.isObject()
              && node.size() == members.list().size()
              && members.list().stream()
                  .allMatch(
                      member ->
                          node.has(member.name())
                              && isSame(member.value(), node.get(member.name())));
      case JsonTree.Items items -> node.isArray() && areSame(items.list(), node);
      case JsonTree.Text text -> node.isTextual() && node.textValue().equals(text.text());
      case JsonTree.Digits number ->
          node.isNumber() && node.decimalValue().compareTo(new BigDecimal(number.text())) == 0;
      case JsonTree.Word word -> node.isValueNode() && node.asText().equals(word.text());
    };
  }

  private static boolean areSame(List<JsonTree> items, JsonNode node) {
    boolean same = node.size() == items.size();
    for (int i = 0; same && i < items.size(); i++) {
      same = isSame(items.get(i), node.get(i));
    }
    return same;
  }

  private static String reversed(String text) {
    return fields(text).list().reversed().stream()
        .map(member -> text.substring(member.from(), member.value().to()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}

package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.domain.IdempotencyKey;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.support.ContentTypes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Compares the reading of an idempotency key, in a header and in an array, with a regular
 * expression.
 */
final class FuzzedKey {

  private FuzzedKey() {}

  static void verify(byte[] input) {
    verify(new String(input, StandardCharsets.ISO_8859_1));
    verify(new String(input, StandardCharsets.UTF_8));
  }

  private static void verify(String header) {
    Optional<String> key = IdempotencyKey.parse(header);
    key.ifPresent(FuzzedKey::checkKey);
    must(
        IdempotencyKey.parse(" \t" + header + " ").equals(key),
        "spaces around a key change nothing");
    must(
        key.isPresent() == header.strip().matches("\"[ -~&&[^\"]]{1,255}\"|[ -~&&[^\"]]{1,255}")
            || header.replace('"', ' ').isBlank(),
        "exactly a text that matches the expression is a key");
    String item = "[{\"fields\":{},\"idempotency_key\":" + JsonTree.quoted(header) + "}]";
    ParsedBody parsed =
        Oracle.parsed(ContentTypes.JSON, FuzzedJson.bytes(item), FuzzTypes.ANYTHING);
    must(
        parsed instanceof ParsedBody.Leads leads
            && leads.items().getFirst().key().equals(key)
            && leads.items().getFirst().lead() instanceof ParsedLead.Good == key.isPresent(),
        "a key in an array is read as in a header");
  }

  private static void checkKey(String key) {
    must(!key.isBlank() && key.length() <= 255, "a key is short, and not blank");
    must(
        key.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"'),
        "a key is printable ASCII without quotes");
    must(
        IdempotencyKey.parse('"' + key + '"').equals(Optional.of(key)),
        "a key in quotes is the same key");
  }
}

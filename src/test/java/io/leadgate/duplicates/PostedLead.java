package io.leadgate.duplicates;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A lead as its vendor knows it.
 *
 * @param campaign the id of the campaign
 * @param email the address in lower case
 * @param phone the number in E.164
 * @param sent the time of the post, in ns of {@link System#nanoTime()}
 * @param answered the time of the answer
 * @param result the answer, or the item of an array's answer
 */
record PostedLead(
    int campaign, String email, String phone, long sent, long answered, JsonNode result) {

  private JsonNode problem() {
    return result.has("problem") ? result.path("problem") : result;
  }

  boolean isAccepted() {
    return result.path("status").asText().equals("accepted");
  }

  boolean isRejected() {
    return problem().path("type").asText().equals("/problems/duplicate-lead");
  }

  /** The id of an accepted lead. */
  String id() {
    return result.path("id").asText();
  }

  /** The earlier lead that the answer names. */
  Optional<String> first() {
    return Optional.ofNullable(problem().path("first_id").textValue())
        .or(() -> Optional.ofNullable(result.path("duplicate_of").textValue()));
  }

  /** The names of the fields in which a rejected lead equals an earlier lead. */
  List<String> matched() {
    return StreamSupport.stream(problem().path("matched").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  String value(String field) {
    return switch (field) {
      case "email" -> email;
      case "phone" -> phone;
      default -> throw new IllegalArgumentException(field);
    };
  }

  boolean equals(PostedLead other, List<String> fields) {
    return fields.stream().allMatch(field -> value(field).equals(other.value(field)));
  }
}

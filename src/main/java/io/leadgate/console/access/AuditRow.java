package io.leadgate.console.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Uuids;
import io.leadgate.store.AuditLog;
import io.leadgate.web.answer.Json;
import io.leadgate.web.request.PathId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A change as the list shows it.
 *
 * @param words the action in words
 * @param actorPath the page of the actor, if it has a page
 * @param subjectPath the page of the subject, if it has a page
 */
public record AuditRow(
    AuditLog.Entry entry,
    String words,
    Optional<String> actorPath,
    Optional<String> subjectPath,
    List<Member> members) {

  private static final int SHOWN_MAX = 120;
  private static final int MEMBERS_SHOWN_MAX = 4;

  /**
   * A member of the details.
   *
   * @param from the value before; empty if the details have none
   */
  public record Member(String name, Optional<String> from, String to) {}

  /** Whether the values are those of a whole object, which the list shows on demand. */
  public boolean isFolded() {
    return members.size() > MEMBERS_SHOWN_MAX
        && members.stream().allMatch(member -> member.from().isEmpty());
  }

  static AuditRow of(AuditLog.Entry entry) {
    return new AuditRow(
        entry,
        AuditWords.of(entry.action()),
        switch (entry.actorType()) {
          case ADMIN -> AdminPaths.ofNoted(entry.actor());
          case CREDENTIAL -> ofUuid("/console/credentials/", entry.actor());
          case OPERATOR -> Optional.empty();
        },
        subjectPath(entry),
        members(entry.details()));
  }

  private static Optional<String> subjectPath(AuditLog.Entry entry) {
    int dot = entry.action().indexOf('.');
    String table = dot < 0 ? "" : entry.action().substring(0, dot);
    if (entry.action().endsWith(".delete")) {
      return Optional.empty();
    }
    return switch (table) {
      case "credential" -> ofUuid("/console/credentials/", entry.subject());
      case "lead_source" -> ofNumber("/console/lead-sources/", entry.subject());
      case "campaign" -> ofNumber("/console/campaigns/", entry.subject());
      case "lead_type" -> ofNumber("/console/lead-types/", entry.subject());
      case "admin_user", "session" -> AdminPaths.ofNoted(entry.subject());
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofUuid(String path, String id) {
    return Uuids.parse(id).map(uuid -> path + uuid);
  }

  private static Optional<String> ofNumber(String path, String id) {
    return PathId.parse(id).map(number -> path + number);
  }

  private static List<Member> members(String details) {
    return switch (Json.readObject(details.getBytes(StandardCharsets.UTF_8))) {
      case Json.Read.Good good ->
          good.object().properties().stream()
              .map(member -> member(member.getKey(), member.getValue()))
              .toList();
      case Json.Read.Bad bad -> List.of(new Member("details", Optional.empty(), details));
    };
  }

  private static Member member(String name, JsonNode value) {
    return value instanceof ObjectNode change
            && change.size() == 2
            && change.has("from")
            && change.has("to")
        ? new Member(name, Optional.of(text(change.required("from"))), text(change.required("to")))
        : new Member(name, Optional.empty(), text(value));
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "none" : value.isTextual() ? value.textValue() : value.toString();
  }

  /** Whether a value is too long for its cell. */
  public static boolean isLong(String value) {
    return value.length() > SHOWN_MAX;
  }

  /** The begin of a long value. */
  public static String cut(String value) {
    int end = SHOWN_MAX - (Character.isHighSurrogate(value.charAt(SHOWN_MAX - 1)) ? 1 : 0);
    return value.substring(0, end) + "…";
  }
}

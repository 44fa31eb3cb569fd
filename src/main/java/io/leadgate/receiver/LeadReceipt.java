package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.web.answer.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.Set;

/** Writes the answer to a good lead that came alone. */
final class LeadReceipt {

  private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");
  private static final String LOCATION_PREFIX = "/v1/leads/";

  private LeadReceipt() {}

  /** Answers 201 with the id of the lead that is stored. */
  static Future<Void> stored(LeadPost post, LeadId id, Instant receivedAt, String more) {
    return accept(post, LeadOutcome.STORED, 201, id, receivedAt, more);
  }

  /** Answers 200 with the body of the first answer. */
  static Future<Void> replayed(LeadPost post, LeadId id, Instant receivedAt, String more) {
    post.response().putHeader(REPLAYED, "true");
    return accept(post, LeadOutcome.REPLAYED, 200, id, receivedAt, more);
  }

  /** Answers a test whose lead would be stored. */
  static Future<Void> tested(LeadPost post, String more) {
    return tested(post, "null", post.receivedAt(), more);
  }

  /** Answers a test whose lead would be a replay. */
  static Future<Void> testReplayed(LeadPost post, LeadId id, Instant receivedAt, String more) {
    post.response().putHeader(REPLAYED, "true");
    return tested(post, quoted(id), receivedAt, more);
  }

  /**
   * The member that says of which lead a lead is a duplicate, behind a comma; nothing for a sender
   * that is not told.
   *
   * @param known the leads that the sender may know
   */
  static String duplicateOf(Admission.Take sender, LeadId first, Set<LeadId> known) {
    return FirstLeads.tellsOfDuplicates(sender)
        ? ",\"duplicate_of\":" + (known.contains(first) ? quoted(first) : "null")
        : "";
  }

  private static Future<Void> accept(
      LeadPost post, LeadOutcome outcome, int status, LeadId id, Instant receivedAt, String more) {
    post.response().headers().add(HttpHeaders.LOCATION, LOCATION_PREFIX + id);
    send(post, status, quoted(id), receivedAt, "accepted", more);
    return post.answered(outcome);
  }

  private static Future<Void> tested(LeadPost post, String id, Instant receivedAt, String more) {
    send(post, 200, id, receivedAt, "test", more);
    return post.answered(LeadOutcome.STORED);
  }

  private static String quoted(LeadId id) {
    return '"' + id.toString() + '"';
  }

  private static void send(
      LeadPost post, int status, String id, Instant receivedAt, String word, String more) {
    Json.send(
        post.response(),
        status,
        "{\"id\":"
            + id
            + ",\"campaign_id\":"
            + post.campaignId()
            + ",\"received_at\":\""
            + Json.timestamp(receivedAt)
            + "\",\"status\":\""
            + word
            + "\""
            + more
            + "}");
  }
}

package io.leadgate.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures.Campaign;

/** The numbers of a campaign's rows in each table that vendors' requests are written to. */
public record StoredRows(long leads, long keys, long quarantined) {

  public static final StoredRows NONE = new StoredRows(0, 0, 0);

  public static StoredRows of(Fixtures fixtures, Campaign campaign) {
    return new StoredRows(
        fixtures.storedLeads(campaign),
        fixtures.number(
            "SELECT count(*) FROM idempotency_key"
                + " WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)",
            campaign.id()),
        fixtures.quarantined(campaign));
  }

  /**
   * Whether a lead is stored with the id and the time of its receipt.
   *
   * @param receipt the answer to the vendor, with its {@code id} and {@code received_at}
   * @param fields the fields as JSON
   */
  public static boolean hasLead(
      Fixtures fixtures, Campaign campaign, JsonNode receipt, String fields) {
    return fixtures.number(
            "SELECT count(*) FROM lead WHERE campaign_id = ? AND id = ?::uuid"
                + " AND received_at = ?::timestamptz AND fields::jsonb = ?::jsonb"
                + " AND host(remote) = '127.0.0.1'",
            campaign.id(),
            receipt.path("id").asText(),
            receipt.path("received_at").asText(),
            fields)
        == 1;
  }

  /** Whether a request is in the quarantine with the id and the time of its problem document. */
  public static boolean hasQuarantined(Fixtures fixtures, Campaign campaign, JsonNode problem) {
    return fixtures.number(
            "SELECT count(*) FROM quarantine WHERE campaign_id = ? AND id = ?::uuid"
                + " AND received_at = ?::timestamptz",
            campaign.id(),
            problem.path("quarantine_id").asText(),
            problem.path("received_at").asText())
        == 1;
  }
}

package io.leadgate.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures.Campaign;

/** How many rows a campaign has in each of the tables that requests of vendors are written to. */
public record StoredRows(long leads, long keys, long quarantined) {

  public static final StoredRows NONE = new StoredRows(0, 0, 0);

  public static StoredRows of(Fixtures fixtures, Campaign campaign) {
    return new StoredRows(
        fixtures.leads(campaign),
        fixtures.number(
            "SELECT count(*) FROM idempotency_key WHERE campaign_id = ?", campaign.id()),
        fixtures.quarantined(campaign));
  }

  /**
   * Whether a lead is there as its vendor was told.
   *
   * @param told with its {@code id} and {@code received_at}
   * @param fields as JSON
   */
  public static boolean hasLead(
      Fixtures fixtures, Campaign campaign, JsonNode told, String fields) {
    return fixtures.number(
            "SELECT count(*) FROM lead WHERE campaign_id = ? AND id = ?::uuid"
                + " AND received_at = ?::timestamptz AND fields = ?::jsonb"
                + " AND host(remote) = '127.0.0.1'",
            campaign.id(),
            told.path("id").asText(),
            told.path("received_at").asText(),
            fields)
        == 1;
  }

  /** The same for what is in the quarantine, by its problem. */
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

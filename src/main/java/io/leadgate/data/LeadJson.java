package io.leadgate.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.StoredLead;
import io.leadgate.web.answer.Json;
import java.util.UUID;

/** Writes a stored lead as JSON. */
final class LeadJson {

  private LeadJson() {}

  static ObjectNode of(StoredLead lead) {
    return Json.object()
        .put("id", lead.id().toString())
        .put("campaign_id", lead.campaignId())
        .put("lead_source_id", lead.leadSourceId().orElse(null))
        .put("credential_id", lead.credentialId().map(UUID::toString).orElse(null))
        .put("received_at", Json.timestamp(lead.receivedAt()))
        .put("accepted_at", Json.timestamp(lead.id().time()))
        .put("status", "accepted")
        .put("duplicate_of", lead.duplicateOf().map(LeadId::toString).orElse(null))
        .put("reference", lead.reference().orElse(null))
        .put("remote_address", lead.remote())
        // The text stays as Postgres wrote it, because a parser could drop digits of a number.
        .putRawValue("fields", new RawValue(lead.fields()));
  }
}

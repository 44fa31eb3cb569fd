package io.leadgate.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.JsonReader;
import java.time.Instant;
import java.util.Set;

/** A campaign in JSON. */
public final class CampaignResource implements Resource<Campaign> {

  @Override
  public String noun() {
    return "campaign";
  }

  @Override
  public String path() {
    return "/v1/campaigns";
  }

  @Override
  public String idParameter() {
    return "campaignId";
  }

  @Override
  public Refusal invalid() {
    return Refusal.INVALID_CAMPAIGN;
  }

  @Override
  public String insteadOfDeleting() {
    return "This campaign has leads. Close it instead: set its status to closed.";
  }

  @Override
  public int id(Campaign campaign) {
    return campaign.id();
  }

  @Override
  public ObjectNode json(Campaign campaign) {
    ObjectNode json =
        Json.object()
            .put("id", campaign.id())
            .put("lead_source_id", campaign.leadSourceId())
            .put("lead_type_id", campaign.leadTypeId())
            .put("name", campaign.name())
            .put("status", campaign.status().code())
            .put("require_authentication", campaign.requireAuthentication());
    json.set("duplicate_rules", campaign.duplicateRules().map(DuplicateRulesJson::of).orElse(null));
    return json.put("created_at", Json.timestamp(campaign.createdAt()))
        .put("updated_at", Json.timestamp(campaign.updatedAt()));
  }

  @Override
  public Set<String> members() {
    return Set.of(
        "lead_source_id",
        "lead_type_id",
        "name",
        "status",
        "require_authentication",
        "duplicate_rules");
  }

  /** Its leads would change hands with it. */
  @Override
  public Set<String> fixed() {
    return Set.of("lead_source_id");
  }

  @Override
  public boolean isOfLeadSource() {
    return true;
  }

  @Override
  public Campaign read(JsonReader members, int id, Instant createdAt, Instant updatedAt) {
    return new Campaign(
        id,
        members.id("lead_source_id"),
        members.id("lead_type_id"),
        members.text("name"),
        members.oneOf("status", Campaign.Status.class, Campaign.Status.ACTIVE),
        members.bool("require_authentication", true),
        DuplicateRulesJson.read(members),
        createdAt,
        updatedAt);
  }
}

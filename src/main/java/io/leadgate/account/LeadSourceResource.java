package io.leadgate.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.JsonReader;
import java.time.Instant;
import java.util.Set;

/** Writes a lead source as JSON, and reads it from the JSON of a caller. */
public final class LeadSourceResource implements AccountResource<LeadSource> {

  @Override
  public String noun() {
    return "lead source";
  }

  @Override
  public String path() {
    return "/v1/lead-sources";
  }

  @Override
  public String idParameter() {
    return "leadSourceId";
  }

  @Override
  public Refusal invalid() {
    return Refusal.INVALID_LEAD_SOURCE;
  }

  @Override
  public String insteadOfDeleting() {
    return "Campaigns or credentials belong to this lead source."
        + " Set its status to inactive instead: then its campaigns take no leads.";
  }

  @Override
  public int id(LeadSource source) {
    return source.id();
  }

  @Override
  public ObjectNode json(LeadSource source) {
    return Json.object()
        .put("id", source.id())
        .put("name", source.name())
        .put("status", source.status().code())
        .put("reference_is_key", source.referenceIsKey())
        .put("created_at", Json.timestamp(source.createdAt()))
        .put("updated_at", Json.timestamp(source.updatedAt()));
  }

  @Override
  public Set<String> members() {
    return Set.of("name", "status", "reference_is_key");
  }

  @Override
  public Set<String> fixed() {
    return Set.of();
  }

  @Override
  public boolean isOfLeadSource() {
    return false; // Because an inactive vendor could make itself active again.
  }

  @Override
  public LeadSource read(JsonReader members, int id, Instant createdAt, Instant updatedAt) {
    return new LeadSource(
        id,
        members.text("name"),
        members.oneOf("status", LeadSource.Status.class, LeadSource.Status.ACTIVE),
        members.bool("reference_is_key", false),
        createdAt,
        updatedAt);
  }
}

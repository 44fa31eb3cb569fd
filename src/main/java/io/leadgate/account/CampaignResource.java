package io.leadgate.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.Refusal;
import io.leadgate.store.StoredJson;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.JsonReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a campaign as JSON, and reads it from the JSON of a caller. */
public final class CampaignResource implements AccountResource<Campaign> {

  private static final String SECONDS = "dedupe_seconds";
  private static final String IGNORE = "dedupe_ignore";
  private static final String RULES = "duplicate_rules";
  private static final String STATE = "duplicate_rules_state";
  private static final String AUTHENTICATION = "require_authentication";
  private static final int DEDUPE_SECONDS_MAX = 30 * 24 * 3600;
  private static final int IGNORED_MAX = 50;
  private static final int NAME_LENGTH_MAX = 100;

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
    return withTimes(asWanted(campaign), campaign);
  }

  /** The state of the rules is not of {@link #json}, because the tag must not change with it. */
  @Override
  public ObjectNode answer(Campaign campaign) {
    ObjectNode json = asWanted(campaign);
    json.set(
        STATE,
        campaign.duplicateRules().map(rules -> DuplicateRulesJson.state(campaign)).orElse(null));
    return withTimes(json, campaign);
  }

  private static ObjectNode withTimes(ObjectNode json, Campaign campaign) {
    return json.put("created_at", Json.timestamp(campaign.createdAt()))
        .put("updated_at", Json.timestamp(campaign.updatedAt()));
  }

  private static ObjectNode asWanted(Campaign campaign) {
    ObjectNode json =
        Json.object()
            .put("id", campaign.id())
            .put("lead_source_id", campaign.leadSourceId())
            .put("lead_type_id", campaign.leadTypeId())
            .put("name", campaign.name())
            .put("status", campaign.status().code())
            .put(AUTHENTICATION, campaign.requireAuthentication())
            .put("dedupe_seconds", campaign.dedupe().seconds().orElse(null));
    ArrayNode ignored = json.putArray(IGNORE);
    campaign.dedupe().ignored().forEach(ignored::add);
    json.set(RULES, campaign.duplicateRules().map(StoredJson::of).orElse(null));
    return json;
  }

  @Override
  public Set<String> members() {
    return Set.of(
        "lead_source_id", "lead_type_id", "name", "status", AUTHENTICATION, SECONDS, IGNORE, RULES);
  }

  @Override
  public Set<String> readOnly() {
    return Set.of(STATE);
  }

  /** The lead source, because otherwise the campaign's leads could pass to another lead source. */
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
    Campaign campaign =
        new Campaign(
            id,
            members.id("lead_source_id"),
            members.id("lead_type_id"),
            members.text("name"),
            members.oneOf("status", Campaign.Status.class, Campaign.Status.ACTIVE),
            members.bool(AUTHENTICATION, true),
            new Dedupe(dedupeSeconds(members), dedupeIgnore(members)),
            DuplicateRulesJson.read(members, RULES),
            Optional.empty(),
            Optional.empty(),
            createdAt,
            updatedAt);
    if (rejectsDuplicates(campaign) && !campaign.requireAuthentication()) {
      members.error(
          AUTHENTICATION,
          "needed_by_duplicate_rules",
          "must be true while duplicate_rules reject leads, because the answers would tell"
              + " strangers who is a lead");
    }
    return campaign;
  }

  private static boolean rejectsDuplicates(Campaign campaign) {
    return campaign.duplicateRules().filter(DuplicateRules::rejects).isPresent();
  }

  private static Optional<Integer> dedupeSeconds(JsonReader campaign) {
    return campaign.isAbsent(SECONDS)
        ? Optional.empty()
        : Optional.of(campaign.integer(SECONDS, 0, DEDUPE_SECONDS_MAX));
  }

  private static List<String> dedupeIgnore(JsonReader campaign) {
    if (campaign.isAbsent(IGNORE)) {
      return List.of();
    }
    JsonNode array = campaign.get(IGNORE);
    List<String> names = new ArrayList<>();
    boolean good = array.isArray() && array.size() <= IGNORED_MAX && addNames(array, names);
    if (!good) {
      campaign.error(
          IGNORE,
          "invalid_dedupe_ignore",
          "must be an array of at most %d names of fields".formatted(IGNORED_MAX));
    }
    return names;
  }

  /**
   * @return whether each item of the array is a name
   */
  static boolean addNames(JsonNode array, List<String> names) {
    boolean good = true;
    for (JsonNode name : array) {
      good &= name.isTextual() && JsonReader.isText(name.textValue(), NAME_LENGTH_MAX);
      names.add(name.asText());
    }
    return good;
  }
}

package io.leadgate.duplicates;

import io.leadgate.domain.DuplicateRules.Action;
import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.HashUse;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.LeadType;
import io.leadgate.duplicates.DuplicateVendors.Replay;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks all that vendors were told and all that is stored after {@link RulesUnderTraffic}, without
 * a look at how the gateway decides.
 */
final class DuplicateCheck {

  private static final LeadType TYPE =
      new LeadType(
          1,
          "type",
          false,
          "US",
          List.of(field("email", FieldType.EMAIL), field("phone", FieldType.PHONE)),
          Instant.EPOCH,
          Instant.EPOCH);

  private final int judgedCampaign;
  private final int campaignBeside;
  private final List<PostedLead> posted;
  private final List<RuleInForce> rules;
  private final Map<String, PostedLead> accepted;
  private final Map<String, StoredRow> stored = new HashMap<>();
  private final Map<UUID, String> hashes = new HashMap<>();
  private final List<HashKind> kinds = new ArrayList<>();
  private final DuplicateFindings findings = new DuplicateFindings();

  private record StoredRow(int campaign, Optional<String> duplicateOf, String fields) {}

  /**
   * @param judgedCampaign the campaign whose rules change
   * @param campaignBeside the other campaign of its lead source
   * @param rules the rules, each with the time in which it judged
   */
  DuplicateCheck(
      TestDatabase database,
      int judgedCampaign,
      int campaignBeside,
      List<PostedLead> posted,
      List<RuleInForce> rules) {
    this.judgedCampaign = judgedCampaign;
    this.campaignBeside = campaignBeside;
    this.posted = posted;
    this.rules = rules;
    this.accepted =
        posted.stream()
            .filter(PostedLead::isAccepted)
            .collect(Collectors.toMap(PostedLead::id, lead -> lead));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      read(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LeadType.Field field(String name, FieldType type) {
    return new LeadType.Field(name, name, type, false, List.of());
  }

  private void read(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT id::text, campaign_id, duplicate_of::text, fields::text FROM lead")) {
      while (row.next()) {
        stored.put(
            row.getString(1),
            new StoredRow(row.getInt(2), Optional.ofNullable(row.getString(3)), row.getString(4)));
      }
    }
    try (ResultSet row = statement.executeQuery("SELECT h, lead_id::text FROM duplicate")) {
      while (row.next()) {
        hashes.put(row.getObject(1, UUID.class), row.getString(2));
      }
    }
    try (ResultSet row =
        statement.executeQuery(
            "SELECT within, scope_id, array_to_string(names, ',') FROM hash_kind WHERE deleted_at IS NULL AND state = 'active'")) {
      while (row.next()) {
        kinds.add(
            new HashKind(
                Within.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                row.getInt(2),
                List.of(row.getString(3).split(","))));
      }
    }
    try (ResultSet row =
        statement.executeQuery(
            "SELECT deadlocks, (SELECT count(*) FROM quarantine WHERE lane = 'duplicates') FROM pg_stat_database WHERE datname = current_database()")) {
      row.next();
      if (row.getLong(1) > 0) {
        findings.fault("deadlock", row.getString(1));
      }
      long rejected = posted.stream().filter(PostedLead::isRejected).count();
      if (row.getLong(2) != rejected) {
        findings.fault("quarantined unlike rejected", row.getLong(2) + " and " + rejected);
      }
    }
  }

  DuplicateFindings findings(List<Replay> replays) {
    posted.forEach(this::checkAnswer);
    replays.forEach(this::checkReplay);
    checkStored();
    checkHashes();
    rules.forEach(this::checkRule);
    return findings;
  }

  private void checkAnswer(PostedLead lead) {
    if (lead.isAccepted()) {
      findings.count("accepted");
      StoredRow row = stored.get(lead.id());
      if (row == null) {
        findings.fault("accepted and not stored", lead.toString());
      } else if (!row.duplicateOf().equals(lead.first())) {
        findings.fault("another duplicate_of stored than told", lead + " " + row);
      }
      lead.first().ifPresent(first -> checkNamed(lead, first, Action.FLAG));
    } else if (lead.isRejected()) {
      findings.count("rejected");
      checkNamed(lead, lead.first().orElse(""), Action.REJECT);
    } else {
      findings.fault("neither accepted nor rejected", lead.toString());
    }
  }

  /** A replay is the first answer, whatever rule judges meanwhile. */
  private void checkReplay(Replay replay) {
    findings.count("replays");
    if (!replay.again().equals(replay.lead().result())) {
      findings.fault("judged again", replay.toString());
    }
  }

  /** A lead that is named is stored, was sent before, and matches by a rule that may judge then. */
  private void checkNamed(PostedLead lead, String first, Action action) {
    findings.count("named");
    PostedLead earlier = accepted.get(first);
    if (earlier == null || !stored.containsKey(first)) {
      findings.fault("false match: no such lead", lead.toString());
    } else if (lead.campaign() != judgedCampaign) {
      findings.fault("false match: a campaign without rules", lead.toString());
    } else if (earlier.sent() - lead.answered() > 0) {
      findings.fault("false match: a later lead", lead + " " + earlier);
    } else if (IntStream.range(0, rules.size())
        .filter(i -> rules.get(i).action() == action && mayJudge(i, lead))
        .noneMatch(i -> names(rules.get(i), lead, earlier))) {
      findings.fault("false match: by no rule of the time", lead + " " + earlier);
    }
  }

  /** Whether a node may have judged the lead by a rule. */
  private boolean mayJudge(int rule, PostedLead lead) {
    boolean isReplaced = rule + 1 < rules.size() && lead.sent() - rules.get(rule + 1).from() > 0;
    return lead.answered() - rules.get(rule).asked() >= 0 && !isReplaced;
  }

  private boolean names(RuleInForce rule, PostedLead lead, PostedLead earlier) {
    List<List<String>> sets =
        rule.action() == Action.REJECT
            ? rule.sets().stream().filter(lead.matched()::equals).toList()
            : rule.sets();
    return isIn(rule.within(), earlier.campaign())
        && sets.stream().anyMatch(set -> lead.equals(earlier, set));
  }

  private void checkStored() {
    stored.forEach(
        (id, row) -> {
          if (!accepted.containsKey(id)) {
            findings.fault("stored and not accepted", id + " " + row);
          }
        });
  }

  /** Each stored lead in the scope of a kind has its hash, and each such hash has such a lead. */
  private void checkHashes() {
    List<HashUse> uses = kinds.stream().map(kind -> new HashUse(kind, Optional.empty())).toList();
    Map<UUID, List<String>> owners = new HashMap<>();
    stored.forEach(
        (id, row) -> {
          List<HashUse> ofScope =
              uses.stream().filter(use -> isIn(use.kind().within(), row.campaign())).toList();
          for (LeadHash hash : LeadHashes.of(row.fields(), TYPE, ofScope, Instant.EPOCH)) {
            findings.count("hashes");
            owners.computeIfAbsent(hash.hash(), of -> new ArrayList<>()).add(id);
          }
        });
    owners.forEach(
        (hash, leads) -> {
          String owner = hashes.get(hash);
          if (owner == null) {
            findings.fault("stored lead without its hash", leads.toString());
          } else if (!leads.contains(owner)) {
            findings.fault("hash of another lead", owner + " " + leads);
          }
        });
  }

  private boolean isIn(Within within, int campaign) {
    return switch (within) {
      case CAMPAIGN -> campaign == judgedCampaign;
      case LEAD_SOURCE -> campaign == judgedCampaign || campaign == campaignBeside;
      case ALL -> true;
    };
  }

  /** In the time of a rule no duplicate was missed. */
  private void checkRule(RuleInForce rule) {
    Map<String, List<PostedLead>> byValue = new HashMap<>();
    for (PostedLead lead : accepted.values()) {
      if (isIn(rule.within(), lead.campaign())) {
        byValue.computeIfAbsent(lead.email(), value -> new ArrayList<>()).add(lead);
        byValue.computeIfAbsent(lead.phone(), value -> new ArrayList<>()).add(lead);
      }
    }
    for (PostedLead lead : posted) {
      if (lead.campaign() == judgedCampaign && rule.judged(lead)) {
        findings.count("judged by " + rule.action().code() + " within " + rule.within().code());
        if (lead.isAccepted() && (rule.action() == Action.REJECT || lead.first().isEmpty())) {
          byValue.getOrDefault(lead.email(), List.of()).forEach(other -> check(rule, lead, other));
          byValue.getOrDefault(lead.phone(), List.of()).forEach(other -> check(rule, lead, other));
        }
      }
    }
  }

  private void check(RuleInForce rule, PostedLead lead, PostedLead other) {
    boolean isEarlier = other.answered() - lead.sent() < 0;
    boolean isTwin =
        rule.action() == Action.REJECT
            && other.campaign() == judgedCampaign
            && rule.judged(other)
            && !other.id().equals(lead.id());
    if ((isEarlier || isTwin) && rule.match(lead, other)) {
      findings.fault("missed duplicate", rule + " " + lead + " " + other);
    }
  }
}

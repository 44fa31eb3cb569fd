package io.leadgate.writepath;

import io.leadgate.writepath.FeedReader.Place;
import io.leadgate.writepath.Row.Hash;
import io.leadgate.writepath.Row.LeadKey;
import io.leadgate.writepath.Tables.LeadRow;
import io.leadgate.writepath.Transaction.Attempt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Checks what must hold whatever the model says. */
final class Invariants {

  private final Tables tables;
  private final Findings findings;

  /** The leads of the committed batches, as they were sent. */
  private final Map<UUID, Row> sent = new HashMap<>();

  Invariants(Tables tables, Findings findings) {
    this.tables = tables;
    this.findings = findings;
  }

  /**
   * @param batches the committed batches, in the order of their commits
   */
  void check(List<Attempt> batches) {
    tables
        .keys()
        .forEach(
            (key, owner) -> {
              if (!isThere(owner.lead())) {
                findings.add(Check.KEY_WITHOUT_LEAD, () -> key + " of " + owner);
              }
            });
    tables
        .hashes()
        .forEach(
            (hash, lead) -> {
              if (!isThere(lead)) {
                findings.add(Check.HASH_WITHOUT_LEAD, () -> hash + " of " + lead);
              }
            });
    batches.forEach(batch -> batch.rows().forEach(row -> sent.put(row.id(), row)));
    checkPairs(batches);
    batches.forEach(this::checkVerdicts);
  }

  private boolean isThere(UUID lead) {
    return tables.leads().containsKey(lead);
  }

  /** Looks for stored leads that reject each other: each lead and the last lead before it. */
  private void checkPairs(List<Attempt> batches) {
    Map<UUID, UUID> last = new HashMap<>();
    Set<UUID> seen = new HashSet<>();
    for (Attempt batch : batches) {
      for (Row row : batch.rows()) {
        if (isStoredBy(row, batch) && seen.add(row.id())) {
          for (Hash hash : row.hashes()) {
            UUID before = last.get(hash.hash());
            if (hash.rejects() && before != null && hash.reaches(before)) {
              findings.add(Check.REJECTING_PAIR, () -> row + " rejects " + before);
            }
          }
          row.hashes().forEach(hash -> last.put(hash.hash(), row.id()));
        }
      }
    }
  }

  private boolean isStoredBy(Row row, Attempt batch) {
    LeadRow there = tables.leads().get(row.id());
    return there != null && there.xid() == batch.xid();
  }

  private void checkVerdicts(Attempt batch) {
    List<Verdict> said = batch.said().orElse(List.of());
    if (batch.told()) {
      for (int i = 0; i < said.size(); i++) {
        checkVerdict(batch.rows().get(i), said.get(i));
      }
    }
  }

  private void checkVerdict(Row row, Verdict verdict) {
    if (verdict.isStored()) {
      if (!isThere(row.id())) {
        findings.add(Check.STORED_NOT_THERE, row::toString);
      }
      return;
    }
    Optional<Row> first = verdict.first().filter(this::isThere).map(sent::get);
    if (first.isEmpty()) {
      findings.add(Check.FIRST_NOT_THERE, () -> row + ": " + verdict);
    } else if (!explains(first.get(), row, verdict)) {
      findings.add(
          Check.FIRST_SHARES_NOTHING, () -> row + ": " + verdict + ", which is " + first.get());
    }
  }

  private static boolean explains(Row first, Row row, Verdict verdict) {
    return verdict.byKey()
        ? sharesKey(first, row, verdict.kind() == 'k')
        : row.hashes().stream()
            .filter(hash -> hash.rejects() && hash.reaches(first.id()))
            .anyMatch(
                hash -> first.hashes().stream().anyMatch(of -> of.hash().equals(hash.hash())));
  }

  private static boolean sharesKey(Row first, Row row, boolean reused) {
    return first.key().map(LeadKey::hash).equals(row.key().map(LeadKey::hash))
        && reused
            != first
                .key()
                .flatMap(LeadKey::fingerprint)
                .equals(row.key().flatMap(LeadKey::fingerprint));
  }

  void checkFeed(List<Place> feed) {
    Set<UUID> seen = new HashSet<>();
    for (Place place : feed) {
      if (!seen.add(place.lead())) {
        findings.add(Check.FEED_TWICE, place::toString);
      }
      if (!isThere(place.lead())) {
        findings.add(Check.FEED_GHOST, place::toString);
      }
    }
    for (int i = 1; i < feed.size(); i++) {
      Place before = feed.get(i - 1);
      Place place = feed.get(i);
      int order = Long.compare(before.pos(), place.pos());
      if (order > 0 || (order == 0 && before.lead().compareTo(place.lead()) >= 0)) {
        findings.add(Check.FEED_ORDER, () -> before + " before " + place);
      }
    }
    tables
        .leads()
        .forEach(
            (id, lead) -> {
              if (!seen.contains(id)) {
                findings.add(Check.FEED_MISSED, () -> id + " at " + lead.pos());
              }
            });
  }
}

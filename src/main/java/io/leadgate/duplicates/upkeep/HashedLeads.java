package io.leadgate.duplicates.upkeep;

import io.leadgate.domain.HashKind;
import io.leadgate.domain.HashUse;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.LeadType;
import io.leadgate.duplicates.LeadHashes;
import io.leadgate.telemetry.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The hashes of a chunk of leads.
 *
 * @param hashes the hashes, each with the id of its lead at the same index
 * @param counts the numbers of leads, by kind in the order of the group
 * @param unreadable the leads that could not be read
 */
record HashedLeads(
    List<UUID> hashes, List<UUID> ids, List<Integer> counts, List<Event> unreadable) {

  /** Hashes each lead by the lead type of its own campaign. Takes up to a second. */
  static HashedLeads of(List<BuildingKind> group, List<StoredLeads.Part> parts) {
    HashedLeads all =
        new HashedLeads(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    group.forEach(kind -> all.counts.add(0));
    parts.forEach(part -> all.add(group, part));
    return all;
  }

  private void add(List<BuildingKind> group, StoredLeads.Part part) {
    List<HashUse> uses = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      HashKind kind = group.get(i).kind();
      if (kind.concerns(part.campaignId(), part.leadSourceId())) {
        uses.add(new HashUse(kind, Optional.empty()));
        counts.set(i, counts.get(i) + part.leads().size());
      }
    }
    part.type().ifPresent(type -> part.leads().forEach(lead -> add(lead, type, uses)));
  }

  /** A lead that cannot be read is passed over, because it must not end the work on all others. */
  private void add(StoredLeads.StoredLead lead, LeadType type, List<HashUse> uses) {
    try {
      for (LeadHash hash : LeadHashes.of(lead.fields(), type, uses, Instant.EPOCH)) {
        hashes.add(hash.hash());
        ids.add(lead.id());
      }
    } catch (RuntimeException e) {
      unreadable.add(new Event.RowUnreadable("lead", lead.id().toString()));
    }
  }
}

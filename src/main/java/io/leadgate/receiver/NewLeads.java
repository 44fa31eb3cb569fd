package io.leadgate.receiver;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Makes the leads of a post, with their ids and keys. Confined to one event loop. */
public final class NewLeads {

  private final LeadIds ids;
  private final LeadKeys keys;

  public NewLeads(LeadIds ids, LeadKeys keys) {
    this.ids = ids;
    this.keys = keys;
  }

  /**
   * Makes the lead of a post.
   *
   * @param key the key that came with the lead
   */
  Lead one(LeadPost post, Admission.Take take, ParsedLead.Good good, Optional<String> key) {
    return lead(ids.next(post.receivedAt().toEpochMilli()), post, take, good, key);
  }

  /** Makes a lead of each good item of an array, in the array's order. */
  List<Lead> all(LeadPost post, Admission.Take take, List<ParsedBody.Item> items) {
    Iterator<LeadId> nextId = ids.next(post.receivedAt().toEpochMilli(), items.size()).iterator();
    List<Lead> leads = new ArrayList<>(items.size());
    for (ParsedBody.Item item : items) {
      if (item.lead() instanceof ParsedLead.Good good) {
        leads.add(lead(nextId.next(), post, take, good, item.key()));
      }
    }
    return leads;
  }

  private Lead lead(
      LeadId id, LeadPost post, Admission.Take take, ParsedLead.Good good, Optional<String> key) {
    Campaign campaign = take.destination().campaign();
    return new Lead(
        id,
        campaign.id(),
        take.clientId(),
        post.receivedAt(),
        post.remote(),
        good.contact(),
        good.fields(),
        keys.of(
            campaign.id(), campaign.dedupe(), take.clientId(), post.remote(), good.fields(), key));
  }
}

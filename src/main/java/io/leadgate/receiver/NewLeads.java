package io.leadgate.receiver;

import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.SoughtLead;
import io.leadgate.duplicates.LeadHashes;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Makes the leads of a post, with their ids, keys and hashes. Confined to one event loop. */
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
    return lead(
        ids.next(post.receivedAt().toEpochMilli()), post, take, good, key, Optional.empty());
  }

  /** Makes a lead of each good item of an array, in the array's order. */
  Pieces<List<Lead>> all(LeadPost post, Admission.Take take, List<ParsedBody.Item> items) {
    Iterator<LeadId> nextId = ids.next(post.receivedAt().toEpochMilli(), items.size()).iterator();
    return Pieces.<ParsedBody.Item, Optional<Lead>>each(
            items,
            item ->
                item.lead() instanceof ParsedLead.Good good
                    ? Optional.of(
                        lead(nextId.next(), post, take, good, item.key(), item.reference()))
                    : Optional.empty())
        .then(leads -> Pieces.done(leads.stream().flatMap(Optional::stream).toList()));
  }

  /**
   * Makes the question for the lead itself, which is to be refused but may have been stored
   * earlier; empty if the lead has no key, or can never have been stored.
   *
   * @param key the key that came with the lead
   */
  Optional<SoughtLead> refused(
      LeadPost post, Admission.Take sender, ParsedLead lead, Optional<String> key) {
    return lead.json()
        .flatMap(fields -> keys.of(post, sender, fields, key))
        .flatMap(made -> sought(post, sender, Optional.of(made), List.of()));
  }

  /**
   * Makes the question for an earlier lead that decides about the good lead of a test; empty if no
   * earlier lead can decide.
   *
   * @param key the key that came with the lead
   */
  Optional<SoughtLead> tested(
      LeadPost post, Admission.Take take, ParsedLead.Good good, Optional<String> key) {
    return sought(
        post, take, keys.of(post, take, good.fields(), key), hashes(post, take, good.fields()));
  }

  private static Optional<SoughtLead> sought(
      LeadPost post, Admission.Take sender, Optional<IdempotencyKey> key, List<LeadHash> hashes) {
    return key.isEmpty() && hashes.isEmpty()
        ? Optional.empty()
        : Optional.of(new SoughtLead(key, hashes, post.campaignId(), sender.clientId()));
  }

  /** Whether a post has a key, of its own or by the dedupe window of its campaign. */
  boolean hasKey(LeadPost post, Admission.Take sender) {
    return post.idempotencyKey().isPresent() || keys.hasWindow(sender.destination().campaign());
  }

  private Lead lead(
      LeadId id,
      LeadPost post,
      Admission.Take take,
      ParsedLead.Good good,
      Optional<String> key,
      Optional<String> reference) {
    return new Lead(
        id,
        post.campaignId(),
        take.clientId(),
        post.receivedAt(),
        post.remote(),
        good.contact(),
        reference,
        good.fields(),
        keys.of(post, take, good.fields(), key),
        hashes(post, take, good.fields()),
        take.judgement());
  }

  private static List<LeadHash> hashes(LeadPost post, Admission.Take take, String fields) {
    return LeadHashes.of(
        fields, take.destination().leadType(), take.destination().hashes(), post.receivedAt());
  }
}
